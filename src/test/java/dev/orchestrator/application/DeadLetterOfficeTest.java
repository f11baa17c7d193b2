package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.object;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Rejection;
import dev.orchestrator.ports.in.ManageDeadLetters.Answer;
import dev.orchestrator.ports.in.ManageDeadLetters.Discarding;
import dev.orchestrator.ports.in.RunExecutions.Request;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** "Two operators retrying one dead letter": of many who retry and discard in two processes exactly one has his way. */
class DeadLetterOfficeTest {
    private static final Discarding HOW = new Discarding("ops", "enough");
    private static final Map<String, Object> DEFINITION = Map.of(
            "name",
            "letters",
            "dag",
            Map.of(
                    "nodes",
                    List.of(
                            Map.of("id", "a", "handler", "echo", "retry", Map.of("max_attempts", 1)),
                            Map.of("id", "b", "handler", "echo", "dependencies", List.of("a")))));

    @Test
    @Defect("Two operators retrying one dead letter")
    void oneOfManyHasHisWay() {
        List<ExecutionStatus> ends = new ArrayList<>();
        Seeds.check(60, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed).latency(Duration.ofMillis(20));
            List<SimulatedProcess> processes = List.of(cluster.whole("one"), cluster.whole("two"));
            ExecutionId id = failed(cluster, processes.get(0));
            Letter letter = onlyLetter(cluster, processes.get(0));
            List<CompletionStage<Answer>> racing = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                SimulatedProcess process = processes.get(i % 2);
                racing.add(
                        switch (cluster.random.nextInt(3)) {
                            case 0 -> process.letters.discard(letter.id(), HOW);
                            case 1 -> process.letters.retry(letter.id(), null);
                            default -> process.letters.retry(letter.id(), Map.of("by", i));
                        });
                cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(12)));
            }
            List<Answer> answers = racing.stream().map(cluster::answer).toList();
            assertThat(answers.stream().filter(Answer.Done.class::isInstance)).hasSize(1);
            assertThat(answers.stream().filter(Answer.Closed.class::isInstance)).hasSize(15);
            cluster.until(
                    "it has ended", () -> cluster.ledger.state(id).status().isEnded());
            ExecutionStatus end = cluster.ledger.state(id).status();
            assertThat(cluster.started).hasSize(end == ExecutionStatus.COMPLETED ? 3 : 1);
            ends.add(end);
        });
        assertThat(ends).contains(ExecutionStatus.COMPLETED, ExecutionStatus.FAILED);
    }

    /** What comes together with the retry of a letter that was closed meanwhile is decided as if it had come alone. */
    @Test
    @Defect("Two operators retrying one dead letter")
    void aClosedLetterTakesNothingElseWithIt() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess process = cluster.whole("one");
        ExecutionId id = failed(cluster, process);
        Letter letter = onlyLetter(cluster, process);
        assertThat(cluster.answer(process.letters.discard(letter.id(), HOW))).isInstanceOf(Answer.Done.class);

        Command revive = new Command.Revive(letter.place().node(), letter.dispatch(), null);
        CompletionStage<Decision> revived = process.commits.decide(id, revive);
        CompletionStage<Decision> cancelled = process.commits.decide(id, new Command.Cancel(""));

        assertThat(cluster.answer(cancelled)).isEqualTo(new Decision.Rejected(Rejection.ALREADY_ENDED));
        assertThatThrownBy(() -> revived.toCompletableFuture().getNow(null)).hasCauseInstanceOf(LetterClosed.class);
        assertThat(cluster.ledger.state(id).status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    @Defect("Two operators retrying one dead letter")
    void anOpenLetterOpensNoOther() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess process = cluster.whole("one");
        cluster.worker("w", task -> Behaviour.failing());
        Object two =
                object("name", "two", "on_failure", "continue", "dag", object("nodes", List.of(once("a"), once("b"))));
        cluster.submit(process, two);
        cluster.until("both failed", () -> cluster.store.openDeadLetters().size() == 2);
        List<Letter> letters = cluster.answer(process.letters.list(LetterCriteria.OPEN, null, 9))
                .letters();
        ExecutionId id = letters.get(0).place().execution();
        cluster.until("it has ended", () -> cluster.ledger.state(id).status().isEnded());
        cluster.answer(process.letters.discard(letters.get(0).id(), HOW));

        List<CompletionStage<Decision>> revived = letters.stream()
                .map(it ->
                        process.commits.decide(id, new Command.Revive(it.place().node(), it.dispatch(), null)))
                .toList();

        assertThat(cluster.answer(revived.get(1))).isInstanceOf(Decision.Accepted.class);
        assertThatThrownBy(() -> revived.get(0).toCompletableFuture().getNow(null))
                .hasCauseInstanceOf(LetterClosed.class);
    }

    private static Object once(String id) {
        return object("id", id, "handler", "echo", "retry", object("max_attempts", 1));
    }

    @Test
    void aRetryRunsTheNodeAndWhatWasCancelledForItsSake() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess process = cluster.whole("one");
        ExecutionId id = failed(cluster, process);
        assertThat(cluster.ledger.state(id).node(1).state()).isEqualTo(NodeState.CANCELLED);
        assertThat(cluster.answer(
                        process.letters.retry(onlyLetter(cluster, process).id(), null)))
                .isInstanceOf(Answer.Done.class);
        cluster.comesToRest();
        assertThat(cluster.ledger.state(id).status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(cluster.answer(process.letters.list(LetterCriteria.OPEN, null, 10))
                        .count()
                        .value())
                .isZero();
    }

    /** Defect: a dead letter is deleted before its task is published. Either it is still open, or its node runs. */
    @Test
    @Defect("A dead letter deleted before its task is published")
    void aRetryWhoseProcessDiesIsCarriedOutOrWasNever() {
        Set<ExecutionStatus> ends = EnumSet.noneOf(ExecutionStatus.class);
        for (int steps = 0; steps < 40; steps++) {
            SimulatedCluster cluster = new SimulatedCluster(steps).latency(Duration.ofMillis(20));
            SimulatedProcess two = cluster.whole("two");
            SimulatedProcess one = cluster.whole("one");
            ExecutionId id = failed(cluster, two);
            one.letters.retry(onlyLetter(cluster, two).id(), null);
            one.crashAfter(steps);
            cluster.loop.advance(Duration.ofSeconds(1));
            one.crashAfter(0);
            cluster.comesToRest();
            ExecutionStatus end = cluster.ledger.state(id).status();
            assertThat(cluster.answer(two.letters.list(LetterCriteria.OPEN, null, 9))
                            .count()
                            .value())
                    .isEqualTo(end == ExecutionStatus.FAILED ? 1 : 0);
            ends.add(end);
        }
        assertThat(ends).containsExactlyInAnyOrder(ExecutionStatus.COMPLETED, ExecutionStatus.FAILED);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess process = cluster.whole("one");
        assertThat(cluster.answer(process.letters.retry(UUID.randomUUID(), null)))
                .isInstanceOf(Answer.NotFound.class);
        assertThat(cluster.answer(process.letters.discard(UUID.randomUUID(), HOW)))
                .isInstanceOf(Answer.NotFound.class);
    }

    /** The graph is a, b after a, c after a and b; c looks only into b, until a patch makes it look into a. */
    private static final Object PATCHED = definition(
            node("a"),
            node("b", "a"),
            with(node("c", "a", "b"), "config", object("from", "{{ b.value }}", "kept", "{{ params.none ?? 1 }}")));

    /** One process dies after each number of steps of the retry, then the hot store is wiped, then a worker is lost. */
    @Test
    void aPatchHoldsThroughCrashesWipesAndLaterAttempts() {
        Map<String, Object> patch = Map.of("from", "{{ a.value }}", "added", List.of(1));
        for (int steps = 0; steps < 60; steps += 3) {
            SimulatedCluster cluster = new SimulatedCluster(steps).latency(Duration.ofMillis(5));
            SimulatedProcess one = cluster.whole("one");
            SimulatedProcess two = cluster.whole("two");
            List<String> configs = new ArrayList<>();
            Function<Task, Plan> well = Behaviour.succeeding(cluster.random, Duration.ofMillis(10));
            cluster.worker(
                    "w", task -> task.node().value().equals("c") ? planOfC(task, configs, well) : well.apply(task));
            cluster.submit(two, PATCHED);
            cluster.until("it fails", () -> !cluster.store.openDeadLetters().isEmpty());
            Letter letter = onlyLetter(cluster, two);
            one.letters.retry(letter.id(), patch);
            one.crashAfter(steps);
            cluster.loop.advance(Duration.ofMillis(500));
            one.crashAfter(0);
            cluster.redis.wipe();
            if (!cluster.store.openDeadLetters().isEmpty()) {
                assertThat(cluster.answer(two.letters.retry(letter.id(), patch)))
                        .isInstanceOf(Answer.Done.class);
            }
            cluster.comesToRest(Duration.ofMinutes(3));
            ExecutionId id = letter.place().execution();
            assertThat(cluster.ledger.state(id).status()).isEqualTo(ExecutionStatus.COMPLETED);
            assertThat(configs).hasSizeGreaterThan(1).containsOnly(configs.get(0));
            assertThat(configs.get(0)).matches("\\{\"from\":[0-9],\"kept\":1,\"added\":\\[1]}");
        }
    }

    /** Fails without the patch; with it the first worker is never heard of, and the next succeeds. */
    private static Plan planOfC(Task task, List<String> configs, Function<Task, Plan> well) {
        if (!task.config().contains("added")) {
            return Behaviour.failing();
        }
        configs.add(task.config());
        return configs.size() == 1 ? new Plan(Duration.ZERO, null) : well.apply(task);
    }

    private static Letter onlyLetter(SimulatedCluster cluster, SimulatedProcess process) {
        return cluster.answer(process.letters.list(LetterCriteria.OPEN, null, 10))
                .letters()
                .get(0);
    }

    /** An execution whose first node has failed for good; from its second start on it succeeds. */
    private static ExecutionId failed(SimulatedCluster cluster, SimulatedProcess process) {
        Function<Task, Plan> well = Behaviour.succeeding(cluster.random, Duration.ofMillis(10));
        cluster.worker("w", task -> cluster.started.size() == 1 ? Behaviour.failing() : well.apply(task));
        ExecutionId id = ((Submitted.Stored)
                        cluster.answer(process.submissions.submit(new Request(DEFINITION, Map.of(), null))))
                .execution();
        cluster.until("it has failed", () -> cluster.ledger.state(id).status() == ExecutionStatus.FAILED);
        return id;
    }
}
