package dev.orchestrator.domain.definition;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.object;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.of;

import dev.orchestrator.domain.definition.Problem.Code;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each thing that can be wrong: where it is reported, under which code, in which words. */
class DefinitionProblemsTest {
    private final DefinitionReader reader = new DefinitionReader(Definitions.LIMITS, Definitions.DEFAULTS);

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource({"shapes", "policies", "graphs", "expressions", "configs"})
    void namesWhatIsWrong(Object definition, Code code, String path, String words) {
        DefinitionReader.Reading reading = reader.read(definition);

        assertThat(reading.workflow()).isNull();
        assertThat(reading.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.message() + " — " + problem.hint()).contains(words);
        });
    }

    static Stream<Arguments> shapes() {
        Map<String, Object> sound = definition(node("a"));
        Code code = Code.VALIDATION_ERROR;
        return Stream.of(
                of(null, code, "", "must be an object, not null"),
                of("text", code, "", "not 'text'"),
                of(List.of(), code, "", "not a list"),
                of(with(sound, "name", null), code, "/name", "'name' is missing"),
                of(with(sound, "name", " "), code, "/name", "not blank"),
                of(with(sound, "name", 7), code, "/name", "'name' is 7"),
                of(with(sound, "name", "x".repeat(256)), code, "/name", "1 to 255"),
                of(with(sound, "name", "a\u0000b"), code, "/name", "U+0000"),
                of(with(sound, "name", "a\ud800b"), code, "/name", "'a\\ud800b' holds half of a surrogate pair"),
                of(with(sound, "timeout_seconds", "60"), code, "/timeout_seconds", "is '60'"),
                of(with(sound, "timeout_seconds", 0), code, "/timeout_seconds", "from 0.001"),
                of(with(sound, "timeout_seconds", 1e300), code, "/timeout_seconds", "to 31536000"),
                of(with(sound, "timeout_seconds", Double.NaN), code, "/timeout_seconds", "Double"),
                of(with(sound, "on_failure", "stop"), code, "/on_failure", "one of fail_fast, continue"),
                of(with(sound, "on_failure", "failfast"), code, "/on_failure", "did you mean 'fail_fast'?"),
                of(with(sound, "dag", null), code, "/dag", "'dag' must be an object, not null"),
                of(with(sound, "dag", object()), code, "/dag/nodes", "'nodes' is missing"),
                of(with(sound, "dag", object("nodes", object())), code, "/dag/nodes", "is an object"),
                of(with(sound, "a/b~c", new Object()), code, "/a~1b~0c", "no value of JSON"),
                of(nodes(List.of("a")), code, "/dag/nodes/0", "a node must be an object, not 'a'"),
                of(nodes(object("handler", "echo")), code, "/dag/nodes/0/id", "'id' is missing"),
                of(nodes(object("id", "a")), code, "/dag/nodes/0/handler", "'handler' is missing"),
                of(nodes(node("-a")), code, "/dag/nodes/0/id", "'-a' is no node id"),
                of(nodes(node("params")), code, "/dag/nodes/0/id", "reserved"),
                of(nodes(node("secrets")), code, "/dag/nodes/0/id", "reserved"),
                of(one("dependencies", "a"), code, "/dag/nodes/0/dependencies", "must be a list"),
                of(one("dependencies", Arrays.asList(1)), code, "/dag/nodes/0/dependencies/0", "is 1"),
                of(one("config", List.of()), code, "/dag/nodes/0/config", "'config' must be an object"),
                of(one("condition", true), code, "/dag/nodes/0/condition", "'condition' is true"),
                of(one("trigger_rule", "all-done"), code, "/dag/nodes/0/trigger_rule", "'all_done'?"));
    }

    static Stream<Arguments> policies() {
        Code code = Code.VALIDATION_ERROR;
        String retry = "/dag/nodes/0/retry";
        return Stream.of(
                of(one("queue", ""), code, "/dag/nodes/0/queue", "not blank"),
                of(one("at_most_once", "yes"), code, "/dag/nodes/0/at_most_once", "true or false"),
                of(one("timeout_seconds", -1), code, "/dag/nodes/0/timeout_seconds", "is -1"),
                of(one("queue_timeout_seconds", true), code, "/dag/nodes/0/queue_timeout_seconds", "is true"),
                of(one("retry", 3), code, retry, "'retry' must be an object, not 3"),
                of(one("retry", object("max_attempts", 0)), code, retry + "/max_attempts", "from 1 to 100"),
                of(one("retry", object("max_attempts", 2.5)), code, retry + "/max_attempts", "whole"),
                of(one("retry", object("jitter", 1.1)), code, retry + "/jitter", "from 0 to 1"),
                of(one("retry", object("backoff_seconds", -0.1)), code, retry + "/backoff_seconds", "-0.1"),
                of(one("retry", object("max_backoff_seconds", "1")), code, retry + "/max_backoff_seconds", "'1'"),
                of(one("retry", object("on", "timeout")), code, retry + "/on", "must be a list"),
                of(one("retry", object("on", List.of("timeouts"))), code, retry + "/on/0", "did you mean 'timeout'?"));
    }

    static Stream<Arguments> graphs() {
        return Stream.of(
                of(nodes(), Code.EMPTY_WORKFLOW, "/dag/nodes", "without nodes"),
                of(nodes(node("a"), node("a")), Code.DUPLICATE_NODE_ID, "/dag/nodes/1/id", "at /dag/nodes/0"),
                of(
                        nodes(node("start"), node("b", "strat")),
                        Code.INVALID_NODE_REFERENCE,
                        "/dag/nodes/1/dependencies/0",
                        "there is no node 'strat' to depend on — did you mean 'start'?"),
                of(
                        nodes(node("a", "a")),
                        Code.CYCLIC_DEPENDENCY,
                        "/dag/nodes/0/dependencies/0",
                        "'a' depends on itself: a → a"),
                of(
                        nodes(
                                node("root"),
                                node("a", "c", "root"),
                                node("b", "a"),
                                node("c", "b"),
                                node("behind", "c")),
                        Code.CYCLIC_DEPENDENCY,
                        "/dag/nodes/1/dependencies",
                        "these nodes wait for each other: a → b → c → a — "));
    }

    static Stream<Arguments> expressions() {
        Code template = Code.INVALID_TEMPLATE;
        Code condition = Code.INVALID_CONDITION;
        String config = "/dag/nodes/1/config/";
        return Stream.of(
                of(two("x", "{{ a.b "), template, config + "x", "never closed"),
                of(two("x", "text {{ }}"), template, config + "x", "found '}' at character 9"),
                of(two("p/q", List.of(1, "${a b}")), template, config + "p~1q/1", "expected '}' but found 'b'"),
                of(two("x", "{{ a.b c }}"), template, config + "x", "expected '}}' but found 'c' at character 8"),
                of(two("x", "{{ a[b] }}"), template, config + "x", "position in a list"),
                of(two("x", "{{ a.b ?? c }}"), template, config + "x", "literal"),
                of(two("x", "{{ A.b }}"), template, config + "x", "'A', which does not exist — did you mean 'a'?"),
                of(two("x", "{{ c.b }}"), template, config + "x", "need not have ended"),
                of(two("x", "{{ b.x }}"), template, config + "x", "add 'b' to the dependencies"),
                of(
                        nodes(with(
                                with(node("a"), "handler", "decision"),
                                "config",
                                object("value_a", "{{ secrets.a }}"))),
                        Code.INVALID_CONFIG,
                        "/dag/nodes/0/config/value_a",
                        "compares a secret"),
                of(two("x", "{{ secrets.a.b }}"), template, config + "x", "names no secret"),
                of(two("x", "{{ secrets }}"), template, config + "x", "names no secret"),
                of(two("x", "{{ secrets['a b'] }}"), template, config + "x", "names no secret"),
                of(two("x", "{{ secrets.a ?? 'b' }}"), template, config + "x", "names no secret"),
                of(when("{{ a.b }} = 1"), condition, "/dag/nodes/1/condition", "write =="),
                of(when("{{ a.b }} == "), condition, "/dag/nodes/1/condition", "found the end"),
                of(when("{{ c.b }}"), condition, "/dag/nodes/1/condition", "need not have ended"),
                of(when("{{ secrets.a }} == 1"), condition, "/dag/nodes/1/condition", "names a secret"),
                of(when("x.b == 1"), condition, "/dag/nodes/1/condition", "'x', which does not exist"),
                of(when("(".repeat(5_000)), condition, "/dag/nodes/1/condition", "levels deep"));
    }

    static Stream<Arguments> configs() {
        String config = "/dag/nodes/0/config/";
        return Stream.of(
                        of(built("decision", object("operator", "~")), config + "operator", "== != <= >= < >"),
                        of(built("decision", object("operator", 1)), config + "operator", "is 1"),
                        of(built("call_external_service", object()), config + "url", "'url' is missing"),
                        of(built("call_external_service", object("url", "ftp://x/")), config + "url", "'ftp://x/'"),
                        of(built("call_external_service", object("url", "http:///x")), config + "url", "https://"),
                        of(built("call_external_service", object("url", "http://a b")), config + "url", "https://"),
                        of(built("delay", object()), config + "seconds", "'seconds' is missing"),
                        of(built("delay", object("seconds", -1)), config + "seconds", "from 0"),
                        of(built("delay", object("seconds", List.of())), config + "seconds", "is a list"),
                        of(built("echo", object("simulate_failure", true)), config + "simulate_failure", "--simulate"))
                .map(row -> of(row.get()[0], Code.INVALID_CONFIG, row.get()[1], row.get()[2]));
    }

    @Test
    void namesAllProblemsAtOnceTheWorstKindFirst() {
        Object definition = nodes(
                with(node("a", "ghost"), "config", object("x", "{{")),
                with(node("b"), "condition", "=="),
                object("id", "b", "handler", 1),
                node("d", "e"),
                node("e", "d"));

        assertThat(reader.read(definition).problems())
                .extracting(Problem::code)
                .containsExactly(
                        Code.VALIDATION_ERROR,
                        Code.DUPLICATE_NODE_ID,
                        Code.INVALID_NODE_REFERENCE,
                        Code.CYCLIC_DEPENDENCY,
                        Code.INVALID_TEMPLATE,
                        Code.INVALID_CONDITION);
    }

    @Test
    void namesEachCycleThatSharesNoNodeWithAnother() {
        Object definition = nodes(node("a", "b"), node("b", "a"), node("c", "a", "d"), node("d", "c"));

        assertThat(reader.read(definition).problems())
                .extracting(Problem::message)
                .containsExactly(
                        "these nodes wait for each other: a → b → a", "these nodes wait for each other: c → d → c");
    }

    @Test
    void warnsOfFieldsThatNothingReads() {
        Map<String, Object> node = with(with(node("a"), "depends_on", List.of()), "retry", object("max_atempts", 1));
        DefinitionReader.Reading reading = reader.read(with(with(nodes(node), "x", 1), "$schema", "…"));

        assertThat(reading.workflow()).isNotNull();
        assertThat(reading.warnings())
                .extracting(Problem::path)
                .containsExactly("/x", "/dag/nodes/0/depends_on", "/dag/nodes/0/retry/max_atempts");
        assertThat(reading.warnings().get(2).hint()).isEqualTo("did you mean 'max_attempts'?");
    }

    @SafeVarargs
    private static Map<String, Object> nodes(Map<String, Object>... nodes) {
        return definition(nodes);
    }

    private static Map<String, Object> nodes(List<?> nodes) {
        return object("name", "test", "dag", object("nodes", nodes));
    }

    private static Map<String, Object> one(String field, Object value) {
        return nodes(with(node("a"), field, value));
    }

    private static Map<String, Object> two(String member, Object value) {
        return nodes(node("a"), with(node("b", "a"), "config", object(member, value)), node("c"));
    }

    private static Map<String, Object> when(String condition) {
        return nodes(node("a"), with(node("b", "a"), "condition", condition), node("c"));
    }

    private static Map<String, Object> built(String handler, Map<String, Object> config) {
        return nodes(object("id", "a", "handler", handler, "config", config));
    }
}
