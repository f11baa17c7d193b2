package dev.orchestrator.application;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import org.jspecify.annotations.Nullable;

/** What is decided in place of a report that nothing can be done with, so that its node ends instead of waiting for ever. */
final class Substitutes {
    static final String UNSTORABLE = "UNSTORABLE_OUTPUT";

    private Substitutes() {}

    /** Why the report was put aside: a code for programs, and what people are told. */
    record Reason(String code, String message) {}

    /** A failure of the same dispatch that holds nothing of the report; null for what is no report, or was put in already. */
    static @Nullable Command of(Command command, Reason reason) {
        if (!(command instanceof Command.Complete complete) || isSubstitute(complete, reason)) {
            return null;
        }
        Failure failure =
                new Failure(ErrorCategory.PERMANENT, reason.code(), "the report cannot be used: " + reason.message());
        return new Command.Complete(
                complete.node(), complete.dispatch(), new Outcome.Failed(failure, null), Report.NONE);
    }

    private static boolean isSubstitute(Command.Complete complete, Reason reason) {
        return complete.outcome() instanceof Outcome.Failed failed
                && failed.failure().code().equals(reason.code());
    }
}
