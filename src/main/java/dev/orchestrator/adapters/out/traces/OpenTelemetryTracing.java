package dev.orchestrator.adapters.out.traces;

import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** A span for each request about an execution, under the HTTP request's, and for each decision about a task, under the task's. */
public final class OpenTelemetryTracing implements Tracing {
    private final Tracer tracer;

    public OpenTelemetryTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Span request(String what, ExecutionId execution) {
        return new Traced(tracer.spanBuilder(what)
                .setParent(Context.current())
                .setAttribute(Attributes.EXECUTION, execution.toString())
                .startSpan());
    }

    /** A timer reports of no task, so what it wakes is under the trigger and has no decision of its own in the trace. */
    @Override
    public Span decision(Delivery delivery) {
        TraceContext task = delivery.trace();
        if (task == null || !(delivery.command() instanceof Command.Complete complete)) {
            return Span.NONE;
        }
        return new Traced(tracer.spanBuilder("decide")
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(SpanContexts.parent(task))
                .setAttribute(Attributes.EXECUTION, delivery.execution().toString())
                .setAttribute(Attributes.NODE, complete.node().value())
                .setAttribute(Attributes.DISPATCH, (long) complete.dispatch())
                .startSpan());
    }

    private record Traced(io.opentelemetry.api.trace.Span span) implements Span {
        @Override
        public @Nullable TraceContext context() {
            return SpanContexts.of(span);
        }

        @Override
        public void end(@Nullable Decision decision, @Nullable Throwable failure) {
            if (failure != null) {
                span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
            } else if (decision instanceof Decision.Rejected rejected) {
                span.setAttribute(Attributes.REJECTION, rejected.reason().name());
            } else if (decision instanceof Decision.Accepted accepted) {
                span.setAttribute(Attributes.STATUS, accepted.state().status().name());
            }
            span.end();
        }
    }
}
