package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.JsonRefused;
import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Rejection;
import dev.orchestrator.ports.in.RunExecutions.Answer;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in HTTP what the domain and the JSON reader refuse. No switch has a default: a new reason fails the build. */
final class Refusals {
    private static final String RETRY_AFTER_SECONDS = "2";

    private Refusals() {}

    static Refusal of(Rejection rejection, String execution) {
        ErrorCode code = codeOf(rejection);
        return Refusal.of(code, code.title()).withContext("execution_id", execution);
    }

    private static ErrorCode codeOf(Rejection rejection) {
        return switch (rejection) {
            case REPEATED, ALREADY_TRIGGERED -> ErrorCode.ALREADY_TRIGGERED;
            case KEY_REUSED -> ErrorCode.IDEMPOTENCY_KEY_REUSED;
            case NOT_TRIGGERED -> ErrorCode.NOT_TRIGGERED;
            case ALREADY_ENDED -> ErrorCode.ALREADY_ENDED;
            case NOT_ENDED -> ErrorCode.NOT_ENDED;
            case UNKNOWN_NODE -> ErrorCode.NODE_NOT_FOUND;
            case STALE_DISPATCH, STARTED_ALREADY, STALE_TIMER, EARLY_TIMER -> ErrorCode.STALE_REPORT;
            case NOT_A_DEAD_LETTER -> ErrorCode.NOT_A_DEAD_LETTER;
        };
    }

    /** Names the worst kind of problem; all of them stand in the document. */
    static Refusal of(List<Problem> problems) {
        Problem worst = problems.stream()
                .min(Comparator.comparing(Problem::code))
                .orElseThrow(() -> new IllegalArgumentException("no problem"));
        return Refusal.of(codeOf(worst.code()), worst.message())
                .withProblems(problems)
                .withContext("path", worst.path());
    }

    private static ErrorCode codeOf(Problem.Code code) {
        return switch (code) {
            case VALIDATION_ERROR -> ErrorCode.VALIDATION_ERROR;
            case LIMIT_EXCEEDED -> ErrorCode.LIMIT_EXCEEDED;
            case EMPTY_WORKFLOW -> ErrorCode.EMPTY_WORKFLOW;
            case DUPLICATE_NODE_ID -> ErrorCode.DUPLICATE_NODE_ID;
            case INVALID_NODE_REFERENCE -> ErrorCode.INVALID_NODE_REFERENCE;
            case CYCLIC_DEPENDENCY -> ErrorCode.CYCLIC_DEPENDENCY;
            case INVALID_TEMPLATE -> ErrorCode.INVALID_TEMPLATE;
            case INVALID_CONDITION -> ErrorCode.INVALID_CONDITION;
            case INVALID_CONFIG -> ErrorCode.INVALID_CONFIG;
            case UNKNOWN_FIELD -> ErrorCode.UNKNOWN_FIELD;
        };
    }

    static Refusal of(JsonRefused refused) {
        String message = String.valueOf(refused.getMessage());
        return switch (refused.kind()) {
            case MALFORMED -> Refusal.of(ErrorCode.MALFORMED_JSON, message).withContext("path", refused.pointer());
            case TOO_LARGE -> Refusal.of(ErrorCode.LIMIT_EXCEEDED, message).withContext("path", refused.pointer());
            case UNFIT_TEXT -> invalid(refused.pointer(), message, "Send text without such characters");
        };
    }

    /** A single thing of the wrong shape. */
    static Refusal invalid(String path, String message, String hint) {
        return of(List.of(new Problem(path, Problem.Code.VALIDATION_ERROR, message, hint)));
    }

    /** Lets an answer pass that something was done, now or by an earlier request, and throws the refusal that any other is. */
    static void refuseUnlessDone(Answer answer, ExecutionId id) {
        if (answer instanceof Answer.NotFound) {
            throw noExecution(id.toString()).asException();
        } else if (answer instanceof Answer.Refused refused) {
            throw of(refused.reason(), id.toString()).asException();
        }
    }

    static Refusal noExecution(String id) {
        return Refusal.of(ErrorCode.EXECUTION_NOT_FOUND, "There is no execution " + id)
                .withContext("execution_id", id);
    }

    static Refusal noWorkflow(String name, @Nullable Integer version) {
        return version == null
                ? Refusal.of(ErrorCode.WORKFLOW_NOT_FOUND, "There is no workflow named '" + name + "'")
                        .withContext("name", name)
                : Refusal.of(
                                ErrorCode.VERSION_NOT_FOUND,
                                "There is no version " + version + " of a workflow named '" + name + "'")
                        .withContext("name", name);
    }

    static Refusal storeDown() {
        return Refusal.of(ErrorCode.STORE_UNAVAILABLE, "A store does not answer; try again")
                .withHeader("Retry-After", RETRY_AFTER_SECONDS);
    }

    /** The store stopped answering after it may have been asked. */
    static Refusal outcomeUnknown() {
        return Refusal.of(
                        ErrorCode.OUTCOME_UNKNOWN,
                        "A store stopped answering meanwhile: this may have happened, or may happen yet. Sent again with"
                                + " the same " + RequestKeys.HEADER + " it happens once; without one, look before you"
                                + " repeat it")
                .withHeader("Retry-After", RETRY_AFTER_SECONDS);
    }

    /** This process cannot now; perhaps another can, or this one later. */
    static Refusal tryLater(ErrorCode code) {
        return Refusal.of(code, code.title()).withHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
}
