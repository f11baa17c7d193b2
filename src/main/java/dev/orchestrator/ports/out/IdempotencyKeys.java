package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The keys of requests that made executions. The journal writes them, with the execution; see {@link Submission}. */
public interface IdempotencyKeys {
    CompletionStage<Optional<Used>> find(String client, String key);

    /** Forgets a key whose execution is no longer stored; any other stays. */
    CompletionStage<Void> release(String client, String key);

    /** Forgets keys from before this time, limit at the most; answers how many. */
    CompletionStage<Integer> forget(Instant before, int limit);

    /** @param request the request that the key was used for */
    record Used(String request, ExecutionId execution, WorkflowId workflow) {}
}
