package dev.orchestrator.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    private final ObjectMapper jackson = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Test
    void anotherParserReadsTheSame() throws JsonProcessingException {
        for (int seed = 0; seed < 2_000; seed++) {
            Object value = value(new Random(seed), 4);
            assertThat(jackson.readValue(JsonText.of(value), Object.class))
                    .as("seed %d", seed)
                    .isEqualTo(value);
        }
    }

    @Test
    void whatHasNoFormIsWrittenSafely() {
        assertThat(JsonText.of(List.of(Double.NaN, Float.POSITIVE_INFINITY, "a\ud800b\udc00\ud83d\ude00")))
                .isEqualTo("[null,null,\"a\\ud800b\\udc00\ud83d\ude00\"]");
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextLong() | Long.MIN_VALUE;
            case 2 -> new BigInteger(100, random).setBit(90);
            case 3 -> new BigDecimal(random.nextInt() + ".5").movePointLeft(random.nextInt(20));
            case 4 -> random.nextBoolean();
            case 5 -> null;
            case 6 -> text(random);
            case 7 -> list(random, depth - 1);
            default -> map(random, depth - 1);
        };
    }

    private static List<Object> list(Random random, int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(random, depth));
        }
        return list;
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(text(random), value(random, depth));
        }
        return map;
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int point = random.nextInt(random.nextBoolean() ? 128 : 0x11000);
            text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
        }
        return text.toString();
    }
}
