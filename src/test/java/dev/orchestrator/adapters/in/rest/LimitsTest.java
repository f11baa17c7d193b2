package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit of a request: what just fits is taken, one more is refused, naming the limit's code and place. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class LimitsTest {
    private static final String API = "/api/v1/workflow";

    static Stream<Arguments> limits() {
        return Stream.of(
                limit("bytes of a body", 4 * 1024 * 1024, 413, "LIMIT_EXCEEDED", LimitsTest::ofBytes),
                limit("nodes", 10_000, 413, "LIMIT_EXCEEDED", LimitsTest::ofNodes),
                limit("dependencies", 100_000, 413, "LIMIT_EXCEEDED", LimitsTest::ofDependencies),
                limit("levels of JSON", 64, 413, "LIMIT_EXCEEDED", LimitsTest::ofDepth),
                limit("bytes of a config", 64 * 1024, 413, "LIMIT_EXCEEDED", LimitsTest::ofConfig),
                limit("characters of a node id", 128, 422, "VALIDATION_ERROR", LimitsTest::ofId),
                limit("characters of a name", 255, 422, "VALIDATION_ERROR", LimitsTest::ofName),
                limit("attempts", 100, 422, "VALIDATION_ERROR", LimitsTest::ofAttempts));
    }

    private static Arguments limit(String what, int most, int status, String code, IntFunction<String> definition) {
        return arguments(what, most, status, code, definition);
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("limits")
    void whatJustFitsIsTakenAndOneMoreIsRefused(
            String what, int most, int status, String code, IntFunction<String> definition) {
        Wire.Answer fits = post(definition.apply(most));
        assertThat(fits.status()).as("%d %s: %s", most, what, start(fits)).isEqualTo(201);
        Wire.Answer over = post(definition.apply(most + 1));
        assertThat(over.status()).as("%d %s: %s", most + 1, what, start(over)).isEqualTo(status);
        assertThat(over.body()).contains("\"error_code\":\"" + code + "\"");
    }

    private static Wire.Answer post(String body) {
        return Wire.send("POST", API, "Content-Type: application/json\r\n", body.getBytes(StandardCharsets.UTF_8));
    }

    private static String start(Wire.Answer answer) {
        return answer.body().substring(0, Math.min(300, answer.body().length()));
    }

    private static String ofBytes(int bytes) {
        String small = definition("limits", node("a", ""));
        return small + " ".repeat(bytes - small.length());
    }

    private static String ofNodes(int count) {
        return definition(
                "limits",
                IntStream.range(0, count).mapToObj(i -> node("n" + i, "")).collect(Collectors.joining(",")));
    }

    /** A hundred nodes that nobody depends on, and others that depend on many of them. */
    private static String ofDependencies(int count) {
        int width = 100;
        String all = IntStream.range(0, width).mapToObj(i -> "\"n" + i + "\"").collect(Collectors.joining(","));
        Stream<String> roots = IntStream.range(0, width).mapToObj(i -> node("n" + i, ""));
        Stream<String> wide =
                IntStream.range(0, count / width).mapToObj(i -> node("m" + i, ",\"dependencies\":[" + all + "]"));
        Stream<String> rest =
                IntStream.range(0, count % width).mapToObj(i -> node("r" + i, ",\"dependencies\":[\"n" + i + "\"]"));
        return definition(
                "limits", Stream.of(roots, wide, rest).flatMap(it -> it).collect(Collectors.joining(",")));
    }

    /** Around the innermost list stand five: definition, dag, nodes, node and config. */
    private static String ofDepth(int levels) {
        int inner = levels - 5;
        return definition("limits", node("a", ",\"config\":{\"x\":" + "[".repeat(inner) + "]".repeat(inner) + "}"));
    }

    private static String ofConfig(int bytes) {
        String frame = "{\"x\":\"\"}";
        return definition("limits", node("a", ",\"config\":{\"x\":\"" + "y".repeat(bytes - frame.length()) + "\"}"));
    }

    private static String ofId(int length) {
        return definition("limits", node("i".repeat(length), ""));
    }

    private static String ofName(int length) {
        return definition("n".repeat(length), node("a", ""));
    }

    private static String ofAttempts(int count) {
        return definition("limits", node("a", ",\"retry\":{\"max_attempts\":" + count + "}"));
    }

    private static String definition(String name, String nodes) {
        return "{\"name\":\"" + name + "\",\"dag\":{\"nodes\":[" + nodes + "]}}";
    }

    private static String node(String id, String more) {
        return "{\"id\":\"" + id + "\",\"handler\":\"echo\"" + more + "}";
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"params", "execution", "secrets"})
    void aReservedIdIsRefused(String id) {
        Wire.Answer answer = post(definition("limits", node(id, "")));
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("/dag/nodes/0/id");
    }
}
