package dev.orchestrator.adapters.out.traces;

import dev.orchestrator.domain.execution.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Between the text that travels and what OpenTelemetry works with. */
final class SpanContexts {
    private static final int FLAGS = 53;

    private SpanContexts() {}

    /** A context whose spans are children of what the text names; of nothing where there is no text. */
    static Context parent(@Nullable TraceContext trace) {
        if (trace == null) {
            return Context.root();
        }
        TraceFlags flags = TraceFlags.fromHex(trace.traceparent(), FLAGS);
        SpanContext remote =
                SpanContext.createFromRemoteParent(trace.traceId(), trace.spanId(), flags, TraceState.getDefault());
        return Context.root().with(Span.wrap(remote));
    }

    static @Nullable TraceContext of(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? new TraceContext("00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex())
                : null;
    }
}
