package dev.orchestrator.application.worker;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Breakers.Result;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the end of an attempt tells of the service that it called: trouble that may pass, and a time-out, are failures of
 * it; a success and a permanent error, such as a 404, are answers.
 */
final class CallResults {
    /** Codes of failures by which nothing was called; one worker's broken resolver says nothing of the service. */
    private static final Set<String> NOT_CALLED =
            Set.of("WORKER_BUSY", "INVALID_CONFIG", "HOST_NOT_ALLOWED", "HOST_NOT_FOUND");

    private static final Outcome.Cases<Result> CASES = new Outcome.Cases<>(
            succeeded -> Result.ANSWERED,
            CallResults::failed,
            deferred -> Result.UNKNOWN,
            lost -> Result.UNKNOWN,
            timedOut -> Result.UNKNOWN);

    private CallResults() {}

    /** @param begun whether the handler was called at all */
    static Result of(@Nullable Outcome outcome, boolean begun) {
        return outcome == null || !begun ? Result.UNKNOWN : outcome.match(CASES);
    }

    private static Result failed(Outcome.Failed failed) {
        ErrorCategory category = failed.failure().category();
        String code = failed.failure().code();
        if (NOT_CALLED.contains(code)) {
            return Result.UNKNOWN;
        } else if (category == ErrorCategory.RETRYABLE || category == ErrorCategory.TIMEOUT) {
            return Result.failed(code);
        }
        return category == ErrorCategory.PERMANENT ? Result.ANSWERED : Result.UNKNOWN;
    }
}
