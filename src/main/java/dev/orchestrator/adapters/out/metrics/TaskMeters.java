package dev.orchestrator.adapters.out.metrics;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How often and how long each handler of a worker runs. Handlers that the worker does not have share one name, since
 * definitions may invent any.
 */
public final class TaskMeters implements TaskWatch {
    private static final String UNKNOWN = "unknown";

    private final Map<String, HandlerMeters> handlers = new HashMap<>();
    private final HandlerMeters unknown;
    private final LongSupplier nanoTime;

    /** @param nanoTime a clock that never jumps */
    public TaskMeters(MeterRegistry registry, Collection<String> handlers, LongSupplier nanoTime) {
        Meters meters = new Meters(registry);
        handlers.forEach(name -> this.handlers.put(name, new HandlerMeters(meters, name)));
        this.unknown = new HandlerMeters(meters, UNKNOWN);
        this.nanoTime = nanoTime;
    }

    @Override
    public Watched begin(Task task, String worker) {
        return new Timed(handlers.getOrDefault(task.handler(), unknown), nanoTime, nanoTime.getAsLong());
    }

    private enum Ending {
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        DEFERRED,
        LOST,
        TAKEN_AWAY
    }

    private static final Outcome.Cases<Ending> ENDINGS = new Outcome.Cases<>(
            succeeded -> Ending.SUCCEEDED,
            failed -> failed.failure().category() == ErrorCategory.TIMEOUT ? Ending.TIMED_OUT : Ending.FAILED,
            deferred -> Ending.DEFERRED,
            lost -> Ending.LOST,
            timedOut -> Ending.TIMED_OUT);

    private static final class HandlerMeters {
        private final Map<Ending, Counter> ended = new EnumMap<>(Ending.class);
        private final Timer run;

        HandlerMeters(Meters meters, String handler) {
            for (Ending ending : Ending.values()) {
                ended.put(
                        ending,
                        meters.counter(
                                "workflow.tasks.ended",
                                "Tasks that this worker ran, by handler and by how they ended",
                                "handler",
                                handler,
                                "outcome",
                                Meters.word(ending)));
            }
            this.run = meters.timer(
                    "workflow.task.run",
                    "From the start of a task at a worker to its end, by handler",
                    "handler",
                    handler);
        }
    }

    private record Timed(HandlerMeters meters, LongSupplier nanoTime, long begun) implements Watched {
        @Override
        public @Nullable TraceContext trace() {
            return null;
        }

        @Override
        public Scope enter() {
            return () -> {};
        }

        @Override
        public void end(@Nullable Outcome outcome) {
            Ending ending = outcome == null ? Ending.TAKEN_AWAY : outcome.match(ENDINGS);
            Meters.count(meters.ended, ending, 1);
            meters.run.record(nanoTime.getAsLong() - begun, TimeUnit.NANOSECONDS);
        }
    }
}
