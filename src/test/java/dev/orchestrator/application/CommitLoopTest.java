package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import dev.orchestrator.simulation.Value;
import dev.orchestrator.twins.InMemoryJournal.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CommitLoopTest {
    private static final Object CHAIN = definition(node("a"), node("b", "a"));
    private static final Object DIAMOND =
            definition(node("a"), node("bad", "a"), node("good", "a"), node("join", "bad", "good"));

    private final SimulatedCluster cluster = new SimulatedCluster(1);

    @Test
    void anIdleProcessCommitsAtOnce() {
        SimulatedProcess one = cluster.whole("one");
        cluster.loop.advance(Duration.ofSeconds(1));
        CompletionStage<Submitted> answer = cluster.submit(one, CHAIN);
        cluster.loop.runUntilIdle();
        assertThat(answer.toCompletableFuture()).isCompleted();
    }

    @Test
    void whileACommitIsInFlightTheNextGathers() {
        cluster.latency(Duration.ofMillis(50));
        SimulatedProcess one = cluster.whole("one");
        List<Integer> sizes = new ArrayList<>();
        one.journal.faults(batch -> {
            sizes.add(batch.appends().size());
            return Fault.NONE;
        });
        CompletionStage<Submitted> first = cluster.submit(one, CHAIN);
        cluster.loop.runUntilIdle();
        for (int i = 0; i < 50; i++) {
            cluster.submit(one, CHAIN);
        }
        cluster.answer(first);
        cluster.until("all are stored", () -> cluster.ledger.executions().size() == 51);
        assertThat(sizes).containsExactly(1, 50);
    }

    @Test
    void anExecutionLargerThanTheCacheIsDecidedAllTheSame() {
        cluster.cacheBytes(1);
        SimulatedProcess one = cluster.whole("one");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
        cluster.submit(one, CHAIN);
        cluster.submit(one, DIAMOND);
        cluster.comesToRest(Duration.ofMinutes(1));
        assertEnded(ExecutionStatus.COMPLETED);
    }

    @Test
    void anOutageFailsTheCallerAndMessagesComeAgain() {
        SimulatedProcess one = cluster.whole("one");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofSeconds(1)));
        ExecutionId id = stored(cluster.submit(one, CHAIN));
        one.journal.faults(batch -> Fault.UNREACHABLE);
        assertThat(cluster.submit(one, CHAIN).toCompletableFuture()).satisfies(call -> {
            cluster.until("the caller is told", call::isDone);
            assertThat(call).isCompletedExceptionally();
        });
        cluster.loop.advance(Duration.ofSeconds(30));
        assertThat(cluster.ledger.state(id).status()).isEqualTo(ExecutionStatus.RUNNING);
        one.journal.faults(batch -> Fault.NONE);
        cluster.comesToRest(Duration.ofMinutes(1));
        assertThat(cluster.ledger.executions()).containsExactly(id);
    }

    @Test
    void aReplyThatWasLostHasHappened() {
        SimulatedProcess one = cluster.whole("one");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofSeconds(1)));
        faults(one, Fault.REPLY_LOST, Fault.NONE, Fault.REPLY_LOST, Fault.REPLY_LOST);
        assertThat(cluster.submit(one, CHAIN).toCompletableFuture()).satisfies(call -> {
            cluster.until("the caller is told", call::isDone);
            assertThat(call).isCompletedExceptionally();
        });
        cluster.comesToRest(Duration.ofMinutes(1));
        assertEnded(ExecutionStatus.COMPLETED);
    }

    @Test
    @Defect("Exceptions of gathered futures never looked at")
    void aJournalThatThrowsInsteadOfFailingStopsNothing() {
        SimulatedProcess one = cluster.whole("one");
        Deque<RuntimeException> bugs = new ArrayDeque<>(List.of(new IllegalStateException("a bug of the adapter")));
        one.journal.faults(batch -> {
            if (!bugs.isEmpty()) {
                throw bugs.remove();
            }
            return Fault.NONE;
        });
        var call = cluster.submit(one, CHAIN).toCompletableFuture();
        cluster.until("the caller is told", call::isDone);
        assertThat(call).isCompletedExceptionally();
        assertThat(stored(cluster.submit(one, CHAIN))).isNotNull();
    }

    @Test
    void anOutputThatCannotBeStoredFailsItsNodeAndNoOther() {
        SimulatedProcess one = cluster.whole("one");
        cluster.worker("w", outputs(Map.of("bad", new Value("a\0b"))));
        Object goingOn = with((Map<String, Object>) DIAMOND, "on_failure", "continue");
        ExecutionId id = stored(cluster.submit(one, goingOn));
        ExecutionId other = stored(cluster.submit(one, definition(node("x"))));
        cluster.comesToRest(Duration.ofMinutes(1));
        ExecutionState state = cluster.ledger.state(id);
        assertThat(state.node(new NodeId("bad")).failure().code()).isEqualTo("UNSTORABLE_OUTPUT");
        assertThat(state.node(new NodeId("good")).state()).isEqualTo(NodeState.COMPLETED);
        assertThat(cluster.ledger.state(other).status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void anOutputThatMakesADecisionThrowFailsItsNodeAndNoOther() {
        SimulatedProcess one = cluster.whole("one");
        cluster.worker("w", outputs(Map.of("bad", new UnreadableDocument())));
        Object definition = definition(
                node("bad"), node("good"), with(node("after", "bad"), "config", Map.of("x", "{{ bad.value ?? 1 }}")));
        ExecutionId id = stored(cluster.submit(one, with((Map<String, Object>) definition, "on_failure", "continue")));
        cluster.loop.advance(Duration.ofMinutes(1));
        assertThat(cluster.expectedBugs()).isNotEmpty();
        cluster.comesToRest(Duration.ofMinutes(1));
        ExecutionState state = cluster.ledger.state(id);
        assertThat(state.node(new NodeId("bad")).failure().code()).isEqualTo("UNDECIDABLE");
        assertThat(state.node(new NodeId("good")).state()).isEqualTo(NodeState.COMPLETED);
    }

    @Test
    void aReportAboutNothingIsPutAway() {
        SimulatedProcess one = cluster.whole("one");
        cluster.loop.advance(Duration.ofSeconds(1));
        one.ports.tasks().complete(aTask(), new Outcome.Lost(), Report.NONE);
        cluster.loop.runUntilIdle();
        cluster.until("the message is gone", Duration.ofSeconds(10), cluster.redis::isAtRest);
    }

    /** What another process dispatched meanwhile is no news to the journal, only to this process' cache. */
    @Test
    void aReportIsNotRefusedOnAVersionThatIsOutOfDate() {
        SimulatedProcess api = cluster.process("api");
        cluster.whole("other");
        cluster.worker(
                "w",
                task -> new Plan(
                        Duration.ofSeconds(1),
                        task.node().value().equals("a") ? new Outcome.Succeeded(new Value(1)) : null));
        ExecutionId id = stored(cluster.submit(api, CHAIN));
        NodeId b = new NodeId("b");
        cluster.until("b is dispatched", () -> cluster.ledger.state(id).node(b).isDispatched());
        Command report = new Command.Complete(b, 1, new Outcome.Succeeded(new Value(2)), Report.NONE);
        assertThat(cluster.answer(api.commits.decide(id, report))).isInstanceOf(Decision.Accepted.class);
        assertThat(cluster.answer(api.commits.decide(id, report))).isInstanceOf(Decision.Rejected.class);
        cluster.comesToRest();
    }

    @Test
    void anExecutionThatCannotBeReadKeepsNoOtherFromGoingOn() {
        SimulatedProcess one = cluster.whole("one");
        List<ExecutionId> good = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            good.add(stored(cluster.submit(one, CHAIN)));
        }
        ExecutionId bad = stored(cluster.submit(one, with((Map<String, Object>) CHAIN, "name", "bad")));
        good.add(stored(cluster.submit(one, DIAMOND)));
        good.forEach(cluster.ledger::state);
        cluster.ledger.state(bad);
        one.crashAfter(0);
        cluster.redis.wipe();
        cluster.makeUnreadable("bad");
        cluster.whole("two");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
        cluster.loop.advance(Duration.ofSeconds(20));
        assertThat(good).allMatch(id -> cluster.ledger.state(id).status().isEnded());
        assertThat(cluster.ledger.state(bad).status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(cluster.expectedBugs()).isNotEmpty();
        cluster.makeReadable();
        cluster.comesToRest();
    }

    private static Task aTask() {
        return new Task(
                new ExecutionId(new UUID(1, 1)),
                new NodeId("a"),
                1,
                1,
                "echo",
                "{}",
                List.of(),
                Duration.ofSeconds(1),
                null,
                null,
                null,
                new Receipt("echo", "1"),
                false);
    }

    private ExecutionId stored(CompletionStage<Submitted> call) {
        return ((Submitted.Stored) cluster.answer(call)).execution();
    }

    private void assertEnded(ExecutionStatus status) {
        assertThat(cluster.ledger.executions())
                .isNotEmpty()
                .allSatisfy(id -> assertThat(cluster.ledger.state(id).status()).isEqualTo(status));
    }

    private static void faults(SimulatedProcess process, Fault... next) {
        Deque<Fault> left = new ArrayDeque<>(List.of(next));
        process.journal.faults(batch -> left.isEmpty() ? Fault.NONE : left.remove());
    }

    /** All end at the same moment, so that the good and the bad meet in one turn. */
    private static Function<Task, Plan> outputs(Map<String, Document> special) {
        return task -> new Plan(
                Duration.ofSeconds(1),
                new Outcome.Succeeded(special.getOrDefault(task.node().value(), new Value(Map.of("value", 1)))));
    }
}
