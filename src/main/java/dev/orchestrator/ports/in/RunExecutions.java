package dev.orchestrator.ports.in;

import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Rejection;
import dev.orchestrator.domain.execution.RequestKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a client may ask to happen. A failed stage is an outage, the journal cannot be reached; or, rarely, a decision
 * that the journal cannot hold.
 */
public interface RunExecutions {
    /** Stores a new execution, and starts it when a trigger is given; both are one version of the journal. */
    CompletionStage<Submitted> submit(Request request);

    /** @param key names the request, where it may come again */
    CompletionStage<Answer> trigger(ExecutionId id, Map<String, Object> params, @Nullable RequestKey key);

    CompletionStage<Answer> cancel(ExecutionId id, String reason);

    /**
     * @param definition the definition as JSON in JDK types
     * @param params what to trigger with at once, or null to leave the execution pending
     * @param key names the request, where it may come again
     */
    record Request(@Nullable Object definition, @Nullable Map<String, Object> params, @Nullable RequestKey key) {}

    sealed interface Submitted {
        /**
         * Durable, and if triggered, on its way.
         *
         * @param repeated whether an earlier request of this key made it
         */
        record Stored(ExecutionId execution, WorkflowId workflow, List<Problem> warnings, boolean repeated)
                implements Submitted {}

        /** The key was used for another request. */
        record KeyReused() implements Submitted {}

        record Invalid(List<Problem> problems) implements Submitted {}
    }

    sealed interface Answer {
        record Done() implements Answer {}

        /** An earlier request of this key has done it. */
        record Repeated() implements Answer {}

        record NotFound() implements Answer {}

        record Refused(Rejection reason) implements Answer {}
    }
}
