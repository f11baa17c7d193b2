package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import org.jspecify.annotations.Nullable;

/** Tells a tracing system what the engine is asked and what it decides. What workers do is told by a {@link TaskWatch}. */
public interface Tracing {
    /** The calling thread asks for something to be done about an execution; {@code what} is a verb. */
    Span request(String what, ExecutionId execution);

    /** A message is about to be decided. */
    Span decision(Delivery delivery);

    /** Something that is under way. */
    interface Span {
        /** Tells nothing. */
        Span NONE = new Span() {
            @Override
            public @Nullable TraceContext context() {
                return null;
            }

            @Override
            public void end(@Nullable Decision decision, @Nullable Throwable failure) {}
        };

        /** What follows from this has as its parent; null where nobody traces. */
        @Nullable
        TraceContext context();

        /** It is over, with this decision or because of this failure; may be called by any thread. */
        void end(@Nullable Decision decision, @Nullable Throwable failure);
    }

    /** Tells nothing. */
    Tracing OFF = new Tracing() {
        @Override
        public Span request(String what, ExecutionId execution) {
            return Span.NONE;
        }

        @Override
        public Span decision(Delivery delivery) {
            return Span.NONE;
        }
    };
}
