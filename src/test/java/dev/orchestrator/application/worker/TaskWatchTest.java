package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.out.metrics.TaskMeters;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskWatch;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who watches a worker sees each task once, from its beginning to its end. */
class TaskWatchTest {
    private static final TraceContext TRIGGER =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    private static final TraceContext SPAN =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-1111111111111111-01");

    private final List<String> seen = new ArrayList<>();

    @Test
    void aTaskTravelsOnUnderItsSpan() {
        Curious handler = new Curious();
        Bench bench = new Bench().with(handler).watchedBy(new Notes(SPAN).and(new Notes(null)));
        bench.worker(1);
        bench.trigger(1, "curious", "curious", Map.of(), TRIGGER);
        assertThat(bench.traces()).as("its completion names the task's span").containsExactly(SPAN);
        assertThat(handler.traceparents).containsExactly(Optional.of(SPAN.traceparent()));
        assertThat(seen)
                .containsExactly(
                        "begin under " + TRIGGER.spanId(),
                        "begin under " + SPAN.spanId(),
                        "enter",
                        "enter",
                        "leave",
                        "leave",
                        "end Succeeded",
                        "end Succeeded");
    }

    @Test
    void withoutASpanOfItsOwnTheTriggersGoesOn() {
        Curious handler = new Curious();
        Bench bench = new Bench().with(handler);
        bench.worker(1);
        bench.trigger(1, "curious", "curious", Map.of(), TRIGGER);
        assertThat(bench.traces()).containsExactly(TRIGGER);
        assertThat(handler.traceparents).containsExactly(Optional.of(TRIGGER.traceparent()));
    }

    @Test
    void whereNobodyTracesNothingTravels() {
        Curious handler = new Curious();
        Bench bench = new Bench().with(handler);
        bench.worker(1);
        bench.trigger(1, "curious");
        assertThat(bench.traces()).hasSize(1).containsOnlyNulls();
        assertThat(handler.traceparents).containsExactly(Optional.empty());
    }

    @Test
    void aTaskThatIsTakenAwayEndsOnce() {
        Bench bench = new Bench().watchedBy(new Notes(null));
        Worker worker = bench.worker(1);
        bench.trigger(1, "puppet");
        bench.loop.runUntilIdle();
        worker.drain(Duration.ofSeconds(1));
        bench.loop.advance(Duration.ofSeconds(10));
        assertThat(seen).containsSubsequence("begin under nothing", "end Lost").hasSize(4);
    }

    @Test
    void handlersAreMeasuredByNameAndStrangersTogether() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Bench bench = new Bench().with(new Curious());
        bench.watchedBy(new TaskMeters(registry, List.of("curious"), bench.loop::nanoTime));
        bench.worker(3);
        bench.trigger(2, "curious");
        bench.outcomes();
        assertThat(ended(registry, "curious", "succeeded")).isEqualTo(2);
        assertThat(ended(registry, "unknown", "failed"))
                .as("there from the start")
                .isZero();
        assertThat(registry.get("workflow.task.run")
                        .tag("handler", "curious")
                        .timer()
                        .count())
                .isEqualTo(2);
        Bench other = new Bench();
        other.watchedBy(new TaskMeters(registry, List.of("curious"), other.loop::nanoTime));
        other.worker(1);
        other.trigger(1, "nobody-knows-it", "custom", Map.of());
        other.outcomes();
        assertThat(ended(registry, "unknown", "failed")).isEqualTo(1);
        assertThat(registry.get("workflow.task.run")
                        .tag("handler", "unknown")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isLessThan(1);
    }

    private static double ended(SimpleMeterRegistry registry, String handler, String outcome) {
        return registry.get("workflow.tasks.ended")
                .tags("handler", handler, "outcome", outcome)
                .counter()
                .count();
    }

    private final class Notes implements TaskWatch {
        private final @Nullable TraceContext span;

        Notes(@Nullable TraceContext span) {
            this.span = span;
        }

        @Override
        public Watched begin(Task task, String worker) {
            TraceContext parent = task.trace();
            seen.add("begin under " + (parent == null ? "nothing" : parent.spanId()));
            return new Watched() {
                @Override
                public @Nullable TraceContext trace() {
                    return span;
                }

                @Override
                public Scope enter() {
                    seen.add("enter");
                    return () -> seen.add("leave");
                }

                @Override
                public void end(@Nullable Outcome outcome) {
                    seen.add("end "
                            + (outcome == null ? "nothing" : outcome.getClass().getSimpleName()));
                }
            };
        }
    }

    private static final class Curious implements TaskHandler {
        final List<Optional<String>> traceparents = new ArrayList<>();

        @Override
        public String name() {
            return "curious";
        }

        @Override
        public CompletionStage<TaskResult> run(TaskContext task) {
            traceparents.add(task.traceparent());
            return TaskResult.done(Map.of()).asStage();
        }
    }
}
