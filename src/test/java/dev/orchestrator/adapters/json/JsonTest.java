package dev.orchestrator.adapters.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orchestrator.adapters.json.JsonRefused.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private final Json json = new Json(4);

    @Test
    void readsIntoJdkTypes() {
        assertThat(json.parse("{\"a\":[1,2.5,true,null,\"x\"],\"b\":{}}"))
                .isEqualTo(map("a", java.util.Arrays.asList(1, 2.5, true, null, "x"), "b", Map.of()));
    }

    @Test
    void keepsTheValueOfEveryNumber() {
        assertThat(json.parse("[1,3000000000,30000000000000000000]"))
                .isEqualTo(List.of(1, 3_000_000_000L, new BigInteger("30000000000000000000")));
        assertThat(json.parse("[0.1,1e3,1E400,0.12345678901234567890,-0.0]"))
                .isEqualTo(
                        List.of(0.1, 1000.0, new BigDecimal("1E400"), new BigDecimal("0.12345678901234567890"), -0.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "NaN",
                "[Infinity]",
                "01",
                "+1",
                "1 2",
                "{} x",
                "// c\n1",
                "\"a\nb\"",
                "tru",
                "\"\\x\"",
                "{\"a\":1,\"a\":2}",
                "\u0000",
                "[1]]"
            })
    void refusesWhatIsNotJson(String text) {
        assertThat(refusal(text.getBytes(StandardCharsets.UTF_8)).kind()).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] overlong = {'"', (byte) 0xC0, (byte) 0xAF, '"'};
        byte[] surrogate = {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'};
        byte[] cut = {'"', (byte) 0xE2, (byte) 0x82, '"'};
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16);
        for (byte[] bytes : List.of(overlong, surrogate, cut, utf16)) {
            assertThat(refusal(bytes).kind()).isEqualTo(Kind.MALFORMED);
        }
    }

    @Test
    void refusesTextThatNoStoreTakes() {
        JsonRefused refusal = refusal("{\"a\":[\"\\u0000\"]}".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal.kind()).isEqualTo(Kind.UNFIT_TEXT);
        assertThat(refusal.pointer()).isEqualTo("/a/0");
        assertThat(refusal("\"\\ud83d\"".getBytes(StandardCharsets.UTF_8)).kind())
                .isEqualTo(Kind.UNFIT_TEXT);
        assertThat(json.parse("\"\\ud83d\\ude00\"")).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void refusesWhatIsTooLarge() {
        for (String text : List.of("[[[[[]]]]]", "[".repeat(5_000), "9".repeat(1_001), "1e1001", "1e99999999999")) {
            assertThat(refusal(text.getBytes(StandardCharsets.UTF_8)).kind())
                    .as(text)
                    .isEqualTo(Kind.TOO_LARGE);
        }
        assertThat(json.parse("[[[[]]]]")).isNotNull();
    }

    @Test
    void skipsTheByteOrderMark() {
        assertThat(json.parse("\uFEFF{}".getBytes(StandardCharsets.UTF_8))).isEqualTo(Map.of());
    }

    @Test
    void writesWhatItReads() {
        String text = "{\"a\":[1,2.5,1E+400,true,null,\"\\u0001 \\\" ü\"],\"b\":{}}";
        assertThat(Json.write(json.parse(text))).isEqualTo(text);
    }

    @Test
    void copiesDocumentsAsTheyAre() {
        assertThat(Json.write(map("a", JsonDocument.of("{\"x\" : 1.00}")))).isEqualTo("{\"a\":{\"x\" : 1.00}}");
    }

    @Test
    void documentsKeepTheirTextAndParseLate() {
        assertThat(JsonDocument.of("no json").text()).isEqualTo("no json");
        assertThat(JsonDocument.of("[1]").tree()).isEqualTo(List.of(1));
        assertThat(JsonDocument.ofTree(List.of(1))).isEqualTo(JsonDocument.of("[1]"));
    }

    private JsonRefused refusal(byte[] utf8) {
        return catchThrowableOfType(JsonRefused.class, () -> json.parse(utf8));
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            result.put((String) pairs[i], pairs[i + 1]);
        }
        return result;
    }
}
