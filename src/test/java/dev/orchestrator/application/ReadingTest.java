package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.RandomDags;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReadingTest {
    @Test
    void noReaderSeesAVersionGoBack() {
        Seeds.check(25, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed).latency(Duration.ofMillis(15));
            SimulatedProcess[] apis = {cluster.process("api1"), cluster.process("api2")};
            cluster.whole("other");
            cluster.worker("w", Behaviour.mixed(cluster.random, cluster.loop::now));
            ExecutionId id = stored(cluster, apis[0], RandomDags.definition(cluster.random, 20));
            int seen = 0;
            for (int i = 0; i < 300 && !cluster.ledger.allEnded(); i++) {
                SimulatedProcess api = apis[cluster.random.nextInt(apis.length)];
                int version =
                        cluster.answer(api.reader.status(id)).orElseThrow().version();
                assertThat(version).as("what %s shows", api.name).isGreaterThanOrEqualTo(seen);
                seen = version;
                cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(3)));
            }
        });
    }

    @Test
    void whoWaitsIsToldAtTheEnd() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess api = cluster.process("api");
        cluster.whole("other");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(1_700)));
        ExecutionId id = stored(cluster, api, definition(node("a")));
        var wait = api.reader.awaitEnd(id, Duration.ofSeconds(30)).toCompletableFuture();
        cluster.loop.advance(Duration.ofMillis(1_699));
        assertThat(wait).isNotDone();
        cluster.loop.advance(Duration.ofMillis(1));
        assertThat(ended(wait)).isEqualTo(ExecutionStatus.COMPLETED);
    }

    @Test
    void whoseEndWasNotSignalledIsToldSoonAfter() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess api = cluster.process("api");
        cluster.whole("other");
        ExecutionId id = stored(cluster, api, definition(node("a")));
        var wait = api.reader.awaitEnd(id, Duration.ofSeconds(30)).toCompletableFuture();
        cluster.loop.advance(Duration.ofSeconds(3));
        cluster.redis.stop();
        assertThat(cluster.outcome(api.submissions.cancel(id, "enough"))).isCompletedExceptionally();
        cluster.loop.advance(Duration.ofSeconds(1));
        assertThat(ended(wait)).isEqualTo(ExecutionStatus.CANCELLED);
    }

    @Test
    void whosePatienceIsOverIsToldHowItStands() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess api = cluster.process("api");
        ExecutionId id = stored(cluster, api, definition(node("a")));
        var wait = api.reader.awaitEnd(id, Duration.ofSeconds(5)).toCompletableFuture();
        cluster.loop.advance(Duration.ofMillis(4_999));
        assertThat(wait).isNotDone();
        cluster.loop.advance(Duration.ofMillis(1));
        assertThat(ended(wait)).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void whoWaitsForNothingIsToldAtOnce() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess api = cluster.process("api");
        var wait = api.reader.awaitEnd(new ExecutionId(new UUID(1, 1)), Duration.ofSeconds(5));
        cluster.loop.runUntilIdle();
        assertThat(wait.toCompletableFuture()).isCompletedWithValue(Optional.empty());
    }

    private static ExecutionStatus ended(CompletableFuture<Optional<ExecutionView>> wait) {
        assertThat(wait).isDone();
        return wait.join().orElseThrow().summary().status();
    }

    private static ExecutionId stored(SimulatedCluster cluster, SimulatedProcess api, Object definition) {
        return ((Submitted.Stored) cluster.answer(cluster.submit(api, definition))).execution();
    }
}
