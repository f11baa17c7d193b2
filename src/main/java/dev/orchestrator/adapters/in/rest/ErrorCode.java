package dev.orchestrator.adapters.in.rest;

import java.util.Arrays;

/** The stable names of everything that can go wrong with a request, each with its HTTP status. */
enum ErrorCode {
    MALFORMED_JSON(400, "The body is not JSON"),
    BAD_REQUEST(400, "The request cannot be read"),
    EMPTY_WORKFLOW(400, "The workflow has no nodes"),
    DUPLICATE_NODE_ID(400, "Two nodes have the same id"),
    INVALID_NODE_REFERENCE(400, "A node refers to one that does not exist"),
    CYCLIC_DEPENDENCY(400, "The nodes depend on each other in a circle"),
    INVALID_TEMPLATE(400, "A template cannot be used"),
    INVALID_CONDITION(400, "A condition cannot be used"),
    INVALID_CONFIG(400, "A node's config cannot be used"),
    UNAUTHORIZED(401, "An API key is needed"),
    FORBIDDEN(403, "The API key does not allow this"),
    NOT_FOUND(404, "There is nothing at this path"),
    EXECUTION_NOT_FOUND(404, "There is no such execution"),
    WORKFLOW_NOT_FOUND(404, "There is no workflow of this name"),
    VERSION_NOT_FOUND(404, "The workflow has no such version"),
    DEAD_LETTER_NOT_FOUND(404, "There is no such dead letter"),
    QUARANTINED_NOT_FOUND(404, "There is no such entry of quarantine"),
    BREAKER_NOT_FOUND(404, "There is no such circuit breaker"),
    RETRY_JOB_NOT_FOUND(404, "There is no such retry of dead letters"),
    NODE_NOT_FOUND(404, "There is no such node"),
    METHOD_NOT_ALLOWED(405, "This path does not take this method"),
    NOT_ACCEPTABLE(406, "The answer has no form that the client accepts"),
    ALREADY_TRIGGERED(409, "The execution was triggered before"),
    NOT_TRIGGERED(409, "The execution was not triggered yet"),
    ALREADY_ENDED(409, "The execution has ended"),
    NOT_ENDED(409, "The execution has not ended"),
    STALE_REPORT(409, "The report is about something that is over"),
    DEAD_LETTER_CLOSED(409, "The dead letter is not open any more"),
    NOT_A_DEAD_LETTER(409, "The node is no dead letter"),
    LIMIT_EXCEEDED(413, "Something is larger than allowed"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body is of a type that is not taken"),
    VALIDATION_ERROR(422, "The request has the wrong shape"),
    IDEMPOTENCY_KEY_REUSED(422, "The key was used for another request"),
    UNKNOWN_FIELD(422, "The request has a field that nothing reads"),
    RATE_LIMITED(429, "Too many requests"),
    INTERNAL_ERROR(500, "The server made a mistake"),
    STORE_UNAVAILABLE(503, "A store is down"),
    OUTCOME_UNKNOWN(503, "It is not known whether this happened"),
    OVERLOADED(503, "Too much waits to be stored"),
    TOO_MANY_STREAMS(503, "This server follows as many executions as it may"),
    SHUTTING_DOWN(503, "This server stops");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** The code for a status that the HTTP layer itself chose. */
    static ErrorCode ofStatus(int status) {
        return Arrays.stream(values())
                .filter(code -> code.status == status && code != MALFORMED_JSON)
                .findFirst()
                .orElse(status < 500 ? BAD_REQUEST : INTERNAL_ERROR);
    }
}
