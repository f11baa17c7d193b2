package dev.orchestrator.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.spi.TaskResult;
import dev.orchestrator.twins.NoNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a workflow must not reach, as a table: {@code src/test/resources/http/hostile-urls.txt}. */
@Timeout(60)
class HostileUrlsTest {
    private static final LocalServices SERVICES = new LocalServices();

    static List<Arguments> table() throws IOException {
        try (InputStream in = HostileUrlsTest.class.getResourceAsStream("/http/hostile-urls.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.stream(line.split("\\|", 4))
                            .map(String::strip)
                            .toList())
                    .map(row -> Arguments.of(
                            row.get(0).replace("\\r", "\r").replace("\\n", "\n"), row.get(1), row.get(2), row.get(3)))
                    .toList();
        }
    }

    @AfterAll
    static void stop() {
        SERVICES.close();
    }

    @ParameterizedTest(name = "{3}: {0}")
    @MethodSource("table")
    void isNotReached(String url, String addresses, String code, String why) throws Exception {
        WebUrl.parse(url)
                .filter(parsed -> !addresses.isEmpty())
                .ifPresent(parsed -> SERVICES.resolves(parsed.host(), List.of(addresses.split(","))));
        TaskResult.Failed failed = failure(Map.of("url", url));
        assertThat(failed.code()).as(why).isEqualTo(code);
        assertThat(failed.retryable()).isEqualTo(code.equals("HOST_NOT_FOUND"));
        assertThat(failed.message()).doesNotContain("secret");
    }

    @Test
    void aHostBehindTheFragmentSignIsNoHost() {
        assertThat(WebUrl.parse("http://93.184.216.34/#@127.0.0.1/")
                        .orElseThrow()
                        .host())
                .isEqualTo("93.184.216.34");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "Proxy-Authorization",
                "Upgrade",
                "TE",
                "a b",
                "a:b",
                "a\r\nb",
                "",
                "ä"
            })
    void aHeaderOfThisNameIsRefused(String name) throws Exception {
        assertThat(failure(Map.of("url", "http://93.184.216.34/", "headers", Map.of(name, "x")))
                        .code())
                .isEqualTo("INVALID_CONFIG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "snow\u2603", "del\u007f"})
    void aHeaderOfThisValueIsRefused(String value) throws Exception {
        assertThat(failure(Map.of("url", "http://93.184.216.34/", "headers", Map.of("X-A", value)))
                        .code())
                .isEqualTo("INVALID_CONFIG");
    }

    private static TaskResult.Failed failure(Map<String, Object> config) throws Exception {
        CallExternalService handler =
                new CallExternalService(Latencies.DEFAULT.external(), SERVICES.client(), NoNetwork.JSON);
        TaskResult result = TestTask.with(config).awaitedBy(handler);
        assertThat(result).isInstanceOf(TaskResult.Failed.class);
        return (TaskResult.Failed) result;
    }
}
