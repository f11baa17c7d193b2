package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.explanation.Reason;
import dev.orchestrator.domain.explanation.Reason.Code;
import dev.orchestrator.domain.explanation.Standing;
import dev.orchestrator.ports.in.ExplainExecutions.Answer;
import dev.orchestrator.ports.in.ExplainExecutions.Explanation;
import dev.orchestrator.ports.in.ExplainExecutions.NodeReason;
import dev.orchestrator.ports.in.ExplainExecutions.Question;
import dev.orchestrator.ports.in.ExplainExecutions.QueueState;
import dev.orchestrator.ports.in.RunExecutions.Request;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedWorker;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Explanations of what really runs, on the twins of the stores. */
class ExplainerTest {
    private static final Question ALL = new Question(null, 100);
    private static final Duration A_MINUTE = Duration.ofSeconds(60);

    private final SimulatedCluster cluster = new SimulatedCluster(7);
    private final SimulatedProcess api = cluster.process("api");

    private ExecutionId started(Object definition) {
        return ((Submitted.Stored) cluster.answer(cluster.submit(api, definition))).execution();
    }

    private Explanation explain(ExecutionId id) {
        return ((Answer.Found) cluster.answer(api.explainer.explain(id, ALL))).explanation();
    }

    private static NodeReason of(Explanation explanation, String node) {
        return explanation.nodes().stream()
                .filter(it -> it.node().value().equals(node))
                .findFirst()
                .orElseThrow();
    }

    private Code codeOfA(ExecutionId id) {
        return of(explain(id), "a").reason().code();
    }

    @Test
    void anExecutionIsFollowedFromItsQueueToItsEnd() {
        cluster.whole("other");
        ExecutionId id = started(definition(node("b", "a"), node("a")));
        Explanation deserted = explain(id);
        assertThat(deserted.queueState()).isEqualTo(QueueState.KNOWN);
        assertThat(deserted.nodes().stream().map(it -> it.node().value()))
                .as("what is out comes first")
                .containsExactly("a", "b");
        assertThat(codeOfA(id)).isEqualTo(Code.NO_WORKER);
        SimulatedWorker worker = cluster.worker("w1", task -> new Plan(Duration.ofHours(1), null));
        cluster.until("the worker has it", () -> codeOfA(id) == Code.LEASED);
        Explanation held = explain(id);
        assertThat(of(held, "a").state()).isEqualTo(NodeState.RUNNING);
        assertThat(((Reason.Leased) of(held, "a").reason()).alive()).isTrue();
        assertThat(((Reason.WaitsForDependencies) of(held, "b").reason()).open())
                .containsExactly(new Reason.Dependency(new NodeId("a"), NodeState.RUNNING));
        worker.crash();
        cluster.until(
                "the worker is not counted among the living",
                () -> of(explain(id), "a").reason() instanceof Reason.Leased leased && !leased.alive());
        cluster.until("its lease has run out", () -> codeOfA(id) == Code.BACKING_OFF);
        cluster.worker("w2", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
        cluster.comesToRest();
        Explanation over = explain(id);
        assertThat(over.nodes()).isEmpty();
        assertThat(over.standing().code()).isEqualTo(Standing.Code.ENDED);
        assertThat(over.queueState()).isEqualTo(QueueState.NOT_NEEDED);
    }

    @Test
    void whatWasNotTriggeredSaysSo() {
        ExecutionId id = ((Submitted.Stored) cluster.answer(
                        api.submissions.submit(new Request(definition(node("a"), node("b", "a")), null, null))))
                .execution();
        Explanation pending = explain(id);
        assertThat(pending.standing().code()).isEqualTo(Standing.Code.NOT_TRIGGERED);
        assertThat(pending.nodes().stream().map(it -> it.reason().code()))
                .containsExactly(Code.NOT_TRIGGERED, Code.WAITING_FOR_DEPENDENCIES);
    }

    @Test
    void withoutAHotStoreTheJournalAnswers() {
        cluster.whole("other");
        ExecutionId id = started(definition(node("a"), node("b", "a")));
        cluster.loop.advance(Duration.ofSeconds(1));
        cluster.redis.stop();
        Explanation blind = explain(id);
        assertThat(blind.queueState()).isEqualTo(QueueState.UNKNOWN);
        assertThat(blind.nodes().stream().map(it -> it.reason().code()))
                .containsExactly(Code.UNKNOWN, Code.WAITING_FOR_DEPENDENCIES);
        cluster.redis.start();
        cluster.loop.advance(Duration.ofSeconds(2));
        assertThat(codeOfA(id)).isEqualTo(Code.NO_WORKER);
    }

    @Test
    void withoutAJournalThereIsNoAnswer() {
        ExecutionId id = started(definition(node("a")));
        cluster.makeUnreadable("test");
        SimulatedProcess other = cluster.process("other");
        assertThatThrownBy(() -> cluster.answer(other.explainer.explain(id, ALL)))
                .isInstanceOf(CompletionException.class);
    }

    @Test
    void whatTheHotStoreLostIsSaidToBeLostUntilItIsSentAgain() {
        cluster.whole("other");
        ExecutionId id = started(definition(node("a")));
        cluster.loop.advance(Duration.ofSeconds(10));
        cluster.redis.lose(id);
        assertThat(codeOfA(id)).isEqualTo(Code.LOST);
        cluster.until("it is sent again", A_MINUTE, () -> codeOfA(id) == Code.NO_WORKER);
        cluster.redis.wipe();
        assertThat(codeOfA(id)).isEqualTo(Code.LOST);
        cluster.until("it is sent again", A_MINUTE, () -> codeOfA(id) == Code.NO_WORKER);
    }

    @Test
    void withoutAnOrchestratorReportsWaitAndThatIsSaid() {
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
        ExecutionId id = started(definition(node("a")));
        cluster.until("it is reported", () -> codeOfA(id) == Code.REPORTED);
        Explanation stuck = explain(id);
        assertThat(stuck.standing().code()).isEqualTo(Standing.Code.NO_ORCHESTRATOR);
        assertThat(((Reason.Reported) of(stuck, "a").reason()).orchestrated()).isFalse();
        cluster.whole("other");
        cluster.comesToRest();
    }

    @Test
    void whoStandsBehindOthersIsToldByHowMany() {
        cluster.whole("other");
        ExecutionId first = started(definition(node("a"), node("b"), node("c")));
        ExecutionId second = started(definition(with(node("a"), "queue", "slow"), node("b")));
        assertThat(ahead(first, "c")).isEqualTo(2);
        assertThat(ahead(second, "b")).isEqualTo(3);
        assertThat(ahead(second, "a")).isZero();
    }

    private int ahead(ExecutionId id, String node) {
        return ((Reason.NoWorker) of(explain(id), node).reason()).ahead().count();
    }

    @Test
    void anAnswerHasNoMoreNodesThanAskedFor() {
        @SuppressWarnings("unchecked")
        Map<String, Object>[] nodes = new Map[600];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = i == 0 ? node("n0") : node("n" + i, "n" + (i - 1));
        }
        ExecutionId id = started(definition(nodes));
        Explanation some =
                ((Answer.Found) cluster.answer(api.explainer.explain(id, new Question(null, 500)))).explanation();
        assertThat(some.open()).isEqualTo(600);
        assertThat(some.nodes()).hasSize(500);
        NodeId last = new NodeId("n599");
        Explanation one =
                ((Answer.Found) cluster.answer(api.explainer.explain(id, new Question(last, 500)))).explanation();
        assertThat(one.open()).isEqualTo(1);
        assertThat(one.nodes().stream().map(NodeReason::node)).containsExactly(last);
    }

    @Test
    void whatDoesNotExistIsNotExplained() {
        assertThat(cluster.answer(api.explainer.explain(new ExecutionId(new UUID(1, 1)), ALL)))
                .isEqualTo(new Answer.UnknownExecution());
        ExecutionId id = started(definition(node("a")));
        assertThat(cluster.answer(api.explainer.explain(id, new Question(new NodeId("z"), 1))))
                .isEqualTo(new Answer.UnknownNode());
        assertThat(List.of(of(explain(id), "a").attempt(), of(explain(id), "a").dispatch()))
                .containsExactly(1, 1);
    }
}
