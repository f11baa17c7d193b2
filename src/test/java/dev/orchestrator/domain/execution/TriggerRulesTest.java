package dev.orchestrator.domain.execution;

import static dev.orchestrator.domain.definition.TriggerRule.ALL_DONE;
import static dev.orchestrator.domain.definition.TriggerRule.ALL_SUCCESS;
import static dev.orchestrator.domain.definition.TriggerRule.ANY_SUCCESS;
import static dev.orchestrator.domain.definition.TriggerRule.ONE_FAILED;
import static dev.orchestrator.domain.execution.Steps.failed;
import static dev.orchestrator.domain.execution.Steps.succeeded;
import static dev.orchestrator.domain.execution.Steps.triggered;
import static dev.orchestrator.domain.execution.Story.given;
import static dev.orchestrator.simulation.NodeSpec.node;
import static dev.orchestrator.simulation.WorkflowSpec.workflow;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.TriggerRule;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerRulesTest {
    /** Two dependencies that end in every pair of ways: C completed, S skipped, F failed. */
    @ParameterizedTest
    @CsvSource({
        "ALL_SUCCESS, CC, QUEUED", "ALL_SUCCESS, CS, QUEUED", "ALL_SUCCESS, SS, SKIPPED",
        "ALL_SUCCESS, CF, SKIPPED", "ALL_SUCCESS, SF, SKIPPED", "ALL_SUCCESS, FF, SKIPPED",
        "ALL_DONE, CC, QUEUED", "ALL_DONE, CS, QUEUED", "ALL_DONE, SS, QUEUED",
        "ALL_DONE, CF, QUEUED", "ALL_DONE, SF, QUEUED", "ALL_DONE, FF, QUEUED",
        "ANY_SUCCESS, CC, QUEUED", "ANY_SUCCESS, CS, QUEUED", "ANY_SUCCESS, SS, SKIPPED",
        "ANY_SUCCESS, CF, QUEUED", "ANY_SUCCESS, SF, SKIPPED", "ANY_SUCCESS, FF, SKIPPED",
        "ONE_FAILED, CC, SKIPPED", "ONE_FAILED, CS, SKIPPED", "ONE_FAILED, SS, SKIPPED",
        "ONE_FAILED, CF, QUEUED", "ONE_FAILED, SF, QUEUED", "ONE_FAILED, FF, QUEUED",
    })
    void aRuleIsAskedWhenEveryDependencyEnded(TriggerRule rule, String ends, NodeState expected) {
        for (String order :
                new String[] {ends, new StringBuilder(ends).reverse().toString()}) {
            Story story = given(workflow(
                            node("a").when("params.a"),
                            node("b").when("params.b"),
                            node("x").when("true"),
                            node("j", "a", "b").rule(rule))
                    .goingOn());
            story.when(triggered(Map.of("a", order.charAt(0) != 'S', "b", order.charAt(1) != 'S')));
            end(story, "b", order.charAt(1));
            end(story, "a", order.charAt(0));
            story.is("j", expected);
        }
    }

    private static void end(Story story, String node, char how) {
        if (how != 'S') {
            story.is("j", NodeState.PENDING).when(how == 'C' ? succeeded(node) : failed(node));
        }
    }

    @ParameterizedTest
    @CsvSource({"ALL_SUCCESS, QUEUED", "ALL_DONE, QUEUED", "ANY_SUCCESS, QUEUED", "ONE_FAILED, SKIPPED"})
    void rulesHoldOnRootsToo(TriggerRule rule, NodeState expected) {
        given(node("a").rule(rule), node("b")).when(triggered()).is("a", expected);
    }

    @Test
    void everyRootStartsAtTheTrigger() {
        given(node("a"), node("b"), node("c", "a", "b"))
                .when(triggered())
                .then("triggered", "a queued 1#1", "b queued 1#1")
                .when(succeeded("a"))
                .then("a completed #1")
                .when(succeeded("b"))
                .then("b completed #1", "c queued 1#1")
                .when(succeeded("c"))
                .then("c completed #1", "ended COMPLETED");
    }

    @Test
    void aConditionSeesParamsAndOutputs() {
        Story story = given(
                node("a").when("params.on"),
                node("yes", "a").when("{{ a.value }} == 'a'"),
                node("no", "a").when("{{ a.value }} == 'b'"));
        story.when(triggered(Map.of("on", true)), succeeded("a"))
                .then("a completed #1", "yes queued 1#1", "no skipped CONDITION_FALSE");
    }

    @Test
    @Defect({"A skip announced by a message that gets lost", "Conditions of roots ignored"})
    void aFalseConditionOfTheOnlyRootEndsItAll() {
        given(node("a").when("params.on"), node("b", "a"), node("c", "b"))
                .when(triggered())
                .then(
                        "triggered",
                        "a skipped CONDITION_FALSE",
                        "b skipped UPSTREAM_SKIPPED",
                        "c skipped UPSTREAM_SKIPPED",
                        "ended COMPLETED");
    }

    @Test
    void aDeadBranchStaysDeadUntilALiveOneJoins() {
        given(
                        node("a"),
                        node("left", "a").when("false"),
                        node("left2", "left"),
                        node("right", "a"),
                        node("join", "left2", "right"))
                .when(triggered(), succeeded("a"))
                .then(
                        "a completed #1",
                        "left skipped CONDITION_FALSE",
                        "left2 skipped UPSTREAM_SKIPPED",
                        "right queued 1#1")
                .when(succeeded("right"))
                .then("right completed #1", "join queued 1#1");
    }

    @Test
    void aConditionIsNotAskedWhereTheRuleDoesNotHold() {
        given(workflow(node("a"), node("b", "a").rule(ONE_FAILED).when("true")).goingOn())
                .when(triggered(), succeeded("a"))
                .then("a completed #1", "b skipped RULE_NOT_MET", "ended COMPLETED");
    }

    @Test
    void aNodeMayStandBehindItsDependentInTheDefinition() {
        given(node("z", "a").rule(ALL_SUCCESS), node("a"))
                .when(triggered(), succeeded("a"), succeeded("z"))
                .then("z completed #1", "ended COMPLETED");
    }

    @Test
    void anErrorHandlerRunsAfterAFailureOnly() {
        given(workflow(
                                node("a"),
                                node("b", "a"),
                                node("rescue", "a").rule(ONE_FAILED),
                                node("end", "b", "rescue").rule(ANY_SUCCESS))
                        .goingOn())
                .when(triggered(), failed("a"))
                .then("a failed #1 BOOM", "b skipped RULE_NOT_MET", "rescue queued 1#1")
                .when(succeeded("rescue"))
                .then("rescue completed #1", "end queued 1#1")
                .when(succeeded("end"))
                .then("end completed #1", "ended FAILED NODE_FAILED");
    }

    @Test
    void cleaningUpRunsHoweverTheOthersEnded() {
        given(workflow(node("a"), node("b"), node("clean", "a", "b").rule(ALL_DONE))
                        .goingOn())
                .when(triggered(), failed("a"), succeeded("b"))
                .then("b completed #1", "clean queued 1#1");
    }
}
