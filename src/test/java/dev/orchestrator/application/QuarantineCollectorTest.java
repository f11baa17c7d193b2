package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.out.metrics.MicrometerTelemetry;
import dev.orchestrator.ports.out.Quarantine.Item;
import dev.orchestrator.ports.out.Quarantine.Kind;
import dev.orchestrator.ports.out.Quarantine.Origin;
import dev.orchestrator.ports.out.Strangers;
import dev.orchestrator.twins.InMemoryQuarantine;
import dev.orchestrator.twins.VirtualLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class QuarantineCollectorTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final InMemoryQuarantine quarantine = new InMemoryQuarantine(Runnable::run);
    private final Ward ward = new Ward();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final QuarantineCollector collector =
            new QuarantineCollector(loop, ward, quarantine, new MicrometerTelemetry(registry));

    @Test
    void whatIsSetAsideIsKeptAndCountedOnceAlsoWhenItsReleaseFails() {
        ward.put(100);
        ward.failing = 3;
        collector.start();
        loop.advance(Duration.ofSeconds(10));
        assertThat(ward.found).isEmpty();
        assertThat(quarantine.count().toCompletableFuture().join()).isEqualTo(100);
        assertThat(counted()).isEqualTo(100);
        ward.put(5);
        loop.advance(Duration.ofSeconds(3));
        assertThat(counted()).isEqualTo(105);
        assertThat(collector.stop().toCompletableFuture()).isNotCompletedExceptionally();
    }

    private double counted() {
        return registry.get("workflow.quarantined")
                .tag("kind", "task")
                .counter()
                .count();
    }

    /** Sets aside what it is told, and fails to release it as often as it is told. */
    private static final class Ward implements Strangers {
        private final List<Found> found = new ArrayList<>();
        private int number;
        private int failing;

        void put(int many) {
            for (int i = 0; i < many; i++) {
                Item item = new Item(
                        new UUID(7, ++number),
                        java.time.Instant.EPOCH,
                        new Origin(Kind.TASK, "q:a", null),
                        "why",
                        1,
                        ByteBuffer.wrap(new byte[1]));
                found.add(new Found("0/" + number, item));
            }
        }

        @Override
        public CompletionStage<List<Found>> oldest(int limit) {
            return CompletableFuture.completedStage(found.stream().limit(limit).toList());
        }

        @Override
        public CompletionStage<Void> release(Collection<Found> some) {
            if (failing-- > 0) {
                return CompletableFuture.failedStage(new IllegalStateException("the store is away"));
            }
            found.removeAll(some);
            return CompletableFuture.completedStage(null);
        }
    }
}
