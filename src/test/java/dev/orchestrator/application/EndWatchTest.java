package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EndWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void whoeverWaitsIsAnsweredWhenTheProcessIsAboutToEnd() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        SimulatedProcess api = cluster.whole("one");
        ExecutionId id = ((Submitted.Stored) cluster.answer(cluster.submit(api, definition(node("a"))))).execution();
        EndWatch watch = new EndWatch(cluster.loop, listener -> {});
        CompletableFuture<Optional<ExecutionView>> waiting =
                watch.await(id, PATIENCE, () -> api.reader.status(id)).toCompletableFuture();
        cluster.loop.advance(Duration.ofSeconds(1));
        assertThat(waiting).isNotDone();
        watch.letGo();
        cluster.loop.runUntilIdle();
        assertThat(waiting.join().orElseThrow().summary().status()).isEqualTo(ExecutionStatus.RUNNING);
        CompletableFuture<Optional<ExecutionView>> late =
                watch.await(id, PATIENCE, () -> api.reader.status(id)).toCompletableFuture();
        cluster.loop.runUntilIdle();
        assertThat(late).isDone();
    }
}
