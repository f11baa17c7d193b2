package dev.orchestrator.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.Problem.Code;
import dev.orchestrator.simulation.NodeSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchReaderTest {
    private static final Dag DAG = new Dag(List.of(
            NodeSpec.node("a").build(),
            NodeSpec.node("b", "a").build(),
            NodeSpec.node("other").build()));
    private final PatchReader reader = new PatchReader(new Limits(10, 10, 8, 100), false);

    /** The examples of RFC 7396, appendix A, whose patch is an object. */
    @Test
    void mergesAsTheStandardSays() {
        assertThat(merged(Map.of("a", "b"), Map.of("a", "c"))).isEqualTo(Map.of("a", "c"));
        assertThat(merged(Map.of("a", "b"), Map.of("b", "c"))).isEqualTo(Map.of("a", "b", "b", "c"));
        assertThat(merged(Map.of("a", "b"), nulls("a"))).isEqualTo(Map.of());
        assertThat(merged(Map.of("a", "b", "b", "c"), nulls("a"))).isEqualTo(Map.of("b", "c"));
        assertThat(merged(Map.of("a", List.of("b")), Map.of("a", "c"))).isEqualTo(Map.of("a", "c"));
        assertThat(merged(Map.of("a", "c"), Map.of("a", List.of("b")))).isEqualTo(Map.of("a", List.of("b")));
        Map<String, Object> change = new HashMap<>(Map.of("b", "d"));
        change.put("c", null);
        assertThat(merged(Map.of("a", Map.of("b", "c")), Map.of("a", change))).isEqualTo(Map.of("a", Map.of("b", "d")));
        assertThat(merged(Map.of("a", List.of(Map.of("b", "c"))), Map.of("a", List.of(1))))
                .isEqualTo(Map.of("a", List.of(1)));
        assertThat(merged(List.of("a", "b"), Map.of("a", "b"))).isEqualTo(Map.of("a", "b"));
        assertThat(merged(Map.of(), Map.of("a", Map.of("bb", nulls("ccc")))))
                .isEqualTo(Map.of("a", Map.of("bb", Map.of())));
        assertThat(merged(null, Map.of("a", 1))).isEqualTo(Map.of("a", 1));
    }

    @Test
    void referencesAreHeldAgainstTheGraph() {
        assertThat(read("b", Map.of("x", "{{ a.v }} {{ params.p }} {{ secrets.KEY }}"))
                        .problems())
                .isEmpty();
        assertThat(read("b", Map.of("x", Map.of("y", "{{ aa.v }}"))).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("/config/x/y");
                    assertThat(problem.code()).isEqualTo(Code.INVALID_TEMPLATE);
                    assertThat(problem.hint()).contains("did you mean 'a'?");
                });
        assertThat(read("a", Map.of("x", "{{ b.v }}")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("need not have ended"));
        assertThat(read("b", Map.of("x", "{{ b.v }}")).problems()).hasSize(1);
        assertThat(read("b", Map.of("x", "{{ other.v }}")).problems()).hasSize(1);
        assertThat(read("b", Map.of("x", "{{ a.")).problems()).hasSize(1);
    }

    @Test
    void whatIsTooLargeTooDeepOrNoObjectIsRefused() {
        assertThat(read("b", Map.of("x", "y".repeat(100))).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(Code.LIMIT_EXCEEDED));
        Object deep = Map.of();
        for (int i = 0; i < 5_000; i++) {
            deep = Map.of("x", deep);
        }
        assertThat(read("b", deep).problems()).singleElement().satisfies(problem -> assertThat(problem.code())
                .isEqualTo(Code.LIMIT_EXCEEDED));
        for (Object wrong : Arrays.asList("text", 1, List.of(), true)) {
            assertThat(read("b", wrong).problems()).singleElement().satisfies(problem -> assertThat(problem.path())
                    .isEqualTo("/config"));
        }
        assertThat(read("b", Map.of("x", "a\0b")).problems()).hasSize(1);
        assertThat(read("b", Map.of("simulate_failure", true)).problems()).hasSize(1);
    }

    private PatchReader.Reading read(String node, Object patch) {
        return reader.read(DAG, DAG.node(DAG.indexOf(new NodeId(node))), Map.of("kept", 1), patch);
    }

    private static Object merged(Object target, Object patch) {
        return MergePatch.apply(target, patch);
    }

    private static Map<String, Object> nulls(String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(name, null);
        return map;
    }
}
