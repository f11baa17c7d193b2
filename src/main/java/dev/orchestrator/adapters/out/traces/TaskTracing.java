package dev.orchestrator.adapters.out.traces;

import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskWatch;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** A span for each dispatch that a worker runs, a child of what triggered its execution, and named after its handler. */
public final class TaskTracing implements TaskWatch {
    private final Tracer tracer;

    public TaskTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Watched begin(Task task, String worker) {
        return new Traced(tracer.spanBuilder(task.handler())
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(SpanContexts.parent(task.trace()))
                .setAttribute(Attributes.EXECUTION, task.execution().toString())
                .setAttribute(Attributes.NODE, task.node().value())
                .setAttribute(Attributes.ATTEMPT, (long) task.attempt())
                .setAttribute(Attributes.DISPATCH, (long) task.dispatch())
                .setAttribute(Attributes.QUEUE, task.receipt().source())
                .setAttribute(Attributes.WORKER, worker)
                .startSpan());
    }

    private record Traced(Span span) implements Watched {
        @Override
        public @Nullable TraceContext trace() {
            return SpanContexts.of(span);
        }

        /**
         * Makes the span the thread's own, for libraries that look there. Not on an event loop, where the context belongs
         * to Vert.x and outlives the block: what runs there asks its task.
         */
        @Override
        @SuppressWarnings("MustBeClosedChecker") // closed by whoever closes the answer
        public Scope enter() {
            if (Vertx.currentContext() != null) {
                return () -> {};
            }
            return Context.root().with(span).makeCurrent()::close;
        }

        @Override
        public void end(@Nullable Outcome outcome) {
            span.setAttribute(Attributes.OUTCOME, outcome == null ? "taken away" : outcome.match(WORDS));
            if (outcome instanceof Outcome.Failed failed) {
                Failure failure = failed.failure();
                span.setAttribute(Attributes.FAILURE, failure.code());
                span.setStatus(StatusCode.ERROR, failure.code());
            } else if (outcome instanceof Outcome.Lost) {
                span.setStatus(StatusCode.ERROR, "WORKER_LOST");
            }
            span.end();
        }
    }

    private static final Outcome.Cases<String> WORDS = new Outcome.Cases<>(
            succeeded -> "succeeded",
            failed -> "failed",
            deferred -> "deferred",
            lost -> "lost",
            timedOut -> "timed out in its queue");
}
