package dev.orchestrator.domain.definition;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.object;
import static dev.orchestrator.domain.definition.Definitions.with;
import static dev.orchestrator.domain.definition.Definitions.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.Problem.Code;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a sound definition becomes. */
class DefinitionReaderTest {
    private static final RetryPolicy RETRY = Definitions.DEFAULTS.retry();

    @Test
    @Defect("No default timeouts")
    void fillsInTheDefaults() {
        Workflow workflow = workflow(definition(object("id", "a", "handler", "echo")));
        Node node = workflow.dag().node(0);

        assertThat(workflow.name()).isEqualTo("test");
        assertThat(workflow.timeout()).isEqualTo(Duration.ofHours(24));
        assertThat(workflow.onFailure()).isEqualTo(OnFailure.FAIL_FAST);
        assertThat(node.dependencies()).isEmpty();
        assertThat(node.gate()).isEqualTo(new Gate(TriggerRule.ALL_SUCCESS, null));
        assertThat(node.config().render(name -> Scope.MISSING, 2)).isEqualTo(new Template.Rendering.Rendered("{}"));
        assertThat(node.policy())
                .isEqualTo(new Policy("echo", RETRY, Duration.ofSeconds(60), Duration.ofSeconds(900), false));
    }

    @Test
    void nullIsAsGoodAsAbsent() {
        Map<String, Object> node = node("a");
        for (String field : List.of("dependencies", "config", "condition", "trigger_rule", "retry", "queue")) {
            node.put(field, null);
        }
        assertThat(workflow(definition(node)).dag().size()).isEqualTo(1);
    }

    @Test
    void readsEveryField() {
        Map<String, Object> retry = object("max_attempts", 2L, "jitter", 0, "on", List.of("permanent", "no_handler"));
        retry.put("backoff_seconds", new BigDecimal("0.25"));
        Map<String, Object> node = node("b", "a", "a");
        node.putAll(object("trigger_rule", "one_failed", "condition", "{{ a.x }}", "retry", retry));
        node.putAll(object("timeout_seconds", 1.5, "queue_timeout_seconds", 2, "queue", "q", "at_most_once", true));
        Map<String, Object> definition = definition(node("a"), node);
        definition.putAll(object("timeout_seconds", 60, "on_failure", "continue"));

        Workflow workflow = workflow(definition);
        Node read = workflow.dag().node(1);

        assertThat(workflow.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(workflow.onFailure()).isEqualTo(OnFailure.CONTINUE);
        assertThat(read.dependencies()).as("named twice, meant once").containsExactly(new NodeId("a"));
        assertThat(read.gate().rule()).isEqualTo(TriggerRule.ONE_FAILED);
        assertThat(workflow.dag().isReferenced(0)).isTrue();
        RetryPolicy expected = new RetryPolicy(
                2,
                Duration.ofMillis(250),
                RETRY.maxBackoff(),
                0,
                Set.of(ErrorCategory.PERMANENT, ErrorCategory.NO_HANDLER));
        assertThat(read.policy())
                .isEqualTo(new Policy("q", expected, Duration.ofMillis(1_500), Duration.ofSeconds(2), true));
    }

    @Test
    void aLongBackoffIsNotCutByTheDefaultCap() {
        Map<String, Object> node = with(node("a"), "retry", object("backoff_seconds", 45));
        assertThat(workflow(definition(node)).dag().node(0).policy().retry().maxBackoff())
                .isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void blankConditionsAreNone() {
        assertThat(workflow(definition(with(node("a"), "condition", " ")))
                        .dag()
                        .node(0)
                        .gate()
                        .condition())
                .isNull();
    }

    @Test
    void references_mayNameAncestorsParamsAndTheExecution() {
        Map<String, Object> config = object("x", "{{ a.y }} {{params.p}} ${execution.id}", "url", "{{ a.url }}");
        Map<String, Object> node = object("id", "c", "handler", "call_external_service", "dependencies", List.of("b"));
        DefinitionReader reader = new DefinitionReader(Definitions.LIMITS, Definitions.DEFAULTS);

        assertThat(reader.read(definition(node("a"), node("b", "a"), with(node, "config", config)))
                        .problems())
                .isEmpty();
    }

    @Test
    void aSimulationMayLeaveOutTheUrlAndWantAFailure() {
        Object definition = definition(
                object("id", "a", "handler", "call_external_service", "config", object("simulate_failure", true)));

        assertThat(Definitions.reader().read(definition).problems()).isEmpty();
        assertThat(DefinitionReader.ofStored(Definitions.DEFAULTS)
                        .read(definition)
                        .problems())
                .isEmpty();
    }

    @Test
    void missingIsNullInTheValuesOfADecision() {
        Map<String, Object> config = object("value_a", "{{ a.x }}", "value_b", List.of("{{ a.y }}!"), "note", "z");
        Object definition = definition(node("a"), with(with(node("b", "a"), "handler", "decision"), "config", config));

        assertThat(workflow(definition).dag().node(1).config().render(name -> Scope.MISSING, 1_000))
                .isEqualTo(
                        new Template.Rendering.Rendered("{\"value_a\":null,\"value_b\":[\"null!\"],\"note\":\"z\"}"));
    }

    @Test
    void sizesAreLimited() {
        Limits limits = new Limits(2, 2, 8, 20);
        assertLimit(limits, definition(node("a"), node("b"), node("c")), "/dag/nodes");
        assertLimit(limits, definition(node("a", "x", "y", "z")), "/dag/nodes");
        assertLimit(limits, definition(with(node("a"), "config", object("x", "ä".repeat(8)))), "/dag/nodes/0/config");
        Object deep = List.of(List.of(List.of(List.of())));
        assertLimit(limits, definition(with(node("a"), "config", object("x", deep))), "/dag/nodes/0/config/x/0/0/0");
        assertThat(new DefinitionReader(limits, Definitions.DEFAULTS)
                        .read(definition(with(node("a"), "config", object("x", "ä".repeat(6)))))
                        .problems())
                .isEmpty();
    }

    @Test
    void manyProblemsOfOneKindAreCutButTheWorstComesFirst() {
        Map<String, Object> node = with(node("a"), "dependencies", Collections.nCopies(5_000, "ghost"));
        List<Problem> problems =
                Definitions.reader().read(definition(node, object("id", "b"))).problems();

        assertThat(problems).hasSize(1 + Problems.MOST_OF_A_CODE);
        assertThat(problems.get(0).code()).isEqualTo(Code.VALIDATION_ERROR);
    }

    private static void assertLimit(Limits limits, Object definition, String path) {
        assertThat(new DefinitionReader(limits, Definitions.DEFAULTS)
                        .read(definition)
                        .problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo(Code.LIMIT_EXCEEDED);
                    assertThat(problem.path()).isEqualTo(path);
                });
    }
}
