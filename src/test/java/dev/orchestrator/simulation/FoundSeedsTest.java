package dev.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import dev.orchestrator.twins.HotImage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What seeds of the simulation found, each told as its story: a seed is another history as soon as code changes. */
class FoundSeedsTest {
    private static final Map<String, Object> ONE_NODE =
            Map.of("name", "one", "dag", Map.of("nodes", List.of(Map.of("id", "a", "handler", "echo"))));

    private final SimulatedCluster cluster = new SimulatedCluster(1);

    /** Seed 819: while Redis was away clients saw the journal, afterwards what Redis still had. */
    @Test
    @Guarantee("G6")
    void noVersionGoesBackWhenTheHotStoreReturns() {
        SimulatedProcess one = cluster.process("one");
        SimulatedProcess other = cluster.process("other");
        ExecutionId id = stored(one);
        cluster.redis.stop();
        assertThat(cancel(one, id)).isCompletedExceptionally();
        int seen = versionSeenBy(one, id);
        cluster.redis.start();
        assertThat(versionSeenBy(other, id)).isGreaterThanOrEqualTo(seen);
    }

    /** Seed 567: a view that was lost, and put back by somebody who had read the journal before. */
    @Test
    @Guarantee("G6")
    void noVersionGoesBackWhenAViewWasLost() {
        SimulatedProcess one = cluster.process("one");
        SimulatedProcess other = cluster.process("other");
        ExecutionId id = stored(one);
        cluster.redis.stop();
        cancel(one, id);
        cluster.redis.start();
        cluster.redis.lose(id);
        int seen = versionSeenBy(one, id);
        assertThat(versionSeenBy(other, id)).isGreaterThanOrEqualTo(seen);
    }

    /** Seed 882: the cancel was journaled and answered, and tasks that Redis still had were started when it returned. */
    @Test
    void aCancelIsNotAnsweredBeforeTheHotStoreKnowsOfIt() {
        SimulatedProcess api = cluster.process("api");
        ExecutionId id = stored(api);
        cluster.redis.stop();
        assertThat(cancel(api, id)).isCompletedExceptionally();
        cluster.redis.start();
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
        cluster.whole("orchestrator");
        cluster.comesToRest();
    }

    /** Seed 1419: others, who had read the journal before the cancel, put its tasks into the new store. */
    @Test
    void aCancelDuringARebuildIsAnsweredWhenNothingCanStartAnyMore() {
        SimulatedProcess api = cluster.process("api");
        ExecutionId id = stored(api);
        cluster.redis.wipe();
        assertThat(cancel(api, id)).isCompleted();
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
        cluster.whole("orchestrator");
        cluster.comesToRest();
        assertThat(cluster.started).isEmpty();
    }

    /** 28 seeds of 1,000: Redis came back as it was before executions ended, and nobody looked at what had ended. */
    @Test
    void whatEndedIsRemovedFromAStoreThatCameBack() {
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
        SimulatedProcess all = cluster.whole("all");
        stored(all);
        cluster.loop.advance(Duration.ofMillis(1));
        HotImage before = cluster.redis.image();
        cluster.comesToRest();
        cluster.redis.restore(before, true);
        assertThat(cluster.redis.isAtRest()).isFalse();
        cluster.comesToRest();
    }

    /** A cancel was answered and lost with what Redis forgot, and workers were there before whoever decides. */
    @Test
    void nothingStartsInAStoreThatCameBackBeforeItIsPutRight() {
        SimulatedProcess api = cluster.process("api");
        ExecutionId id = stored(api);
        HotImage before = cluster.redis.image();
        assertThat(cancel(api, id)).isCompleted();
        cluster.redis.restore(before, true);
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(100)));
        cluster.comesToRest();
        assertThat(cluster.started).isEmpty();
    }

    /** Seeds 1295 and 2176: the open records were lost, and looked complete when the next decision had written its own. */
    @Test
    void aLostTimerIsMissedThoughOthersHaveWorkOpen() {
        Map<String, Object> dag = Map.of(
                "nodes",
                List.of(
                        Map.of("id", "later", "handler", "echo"),
                        Map.of("id", "first", "handler", "echo"),
                        Map.of("id", "second", "handler", "echo", "dependencies", List.of("first"))));
        SimulatedProcess all = cluster.whole("all");
        cluster.worker("w", task -> planned(task, cluster.loop.now()));
        ExecutionId id = stored(all, Map.of("name", "three", "dag", dag));
        cluster.loop.advance(Duration.ofSeconds(1));
        cluster.redis.loseOpen(id);
        cluster.until("it was called later", Duration.ofMinutes(2), () -> cluster.started.stream()
                .anyMatch(task -> task.node().value().equals("later") && task.dispatch() == 2));
        cluster.comesToRest();
    }

    private Plan planned(Task task, Instant now) {
        if (task.node().value().equals("later") && task.dispatch() == 1) {
            return new Plan(Duration.ZERO, new Outcome.Deferred(now.plusSeconds(30), "not yet"));
        }
        Duration time = Duration.ofSeconds(task.node().value().equals("second") ? 600 : 5);
        return Behaviour.succeeding(cluster.random, time).apply(task);
    }

    private ExecutionId stored(SimulatedProcess api) {
        return stored(api, ONE_NODE);
    }

    private ExecutionId stored(SimulatedProcess api, Map<String, Object> definition) {
        return ((Submitted.Stored) cluster.answer(cluster.submit(api, definition))).execution();
    }

    private CompletableFuture<?> cancel(SimulatedProcess api, ExecutionId id) {
        CompletableFuture<?> answer = api.submissions.cancel(id, "enough").toCompletableFuture();
        cluster.until("the cancel is answered", answer::isDone);
        return answer;
    }

    private int versionSeenBy(SimulatedProcess api, ExecutionId id) {
        return cluster.answer(api.reader.status(id)).orElseThrow().version();
    }
}
