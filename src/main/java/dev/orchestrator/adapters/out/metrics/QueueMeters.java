package dev.orchestrator.adapters.out.metrics;

import dev.orchestrator.ports.out.QueueDepth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What waits in the queues, as it was looked at last. A queue that is gone has no series any more. */
final class QueueMeters {
    private final MultiGauge depths;
    private final MultiGauge ages;

    QueueMeters(MeterRegistry registry) {
        this.depths = MultiGauge.builder("workflow.queue.depth")
                .description("Tasks that wait in a queue for a worker")
                .baseUnit("tasks")
                .register(registry);
        this.ages = MultiGauge.builder("workflow.queue.oldest.age")
                .description("How long the first task of a queue has waited")
                .baseUnit("seconds")
                .register(registry);
    }

    void show(List<QueueDepth> queues) {
        depths.register(rows(queues, QueueDepth::waiting), true);
        ages.register(rows(queues, queue -> seconds(queue.oldest())), true);
    }

    private static List<Row<?>> rows(List<QueueDepth> queues, Function<QueueDepth, Number> value) {
        return queues.stream()
                .<Row<?>>map(queue -> Row.of(Tags.of("queue", queue.queue()), value.apply(queue)))
                .toList();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1_000.0;
    }
}
