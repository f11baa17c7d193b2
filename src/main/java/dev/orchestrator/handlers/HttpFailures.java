package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskResult;
import java.time.Duration;
import java.util.Set;

/** Which failed calls are worth another attempt: those of the network, of servers, and those that ask for patience. */
final class HttpFailures {
    private static final Set<Integer> PATIENCE = Set.of(408, 425, 429);
    private static final int SERVER_ERRORS = 500;

    private HttpFailures() {}

    static TaskResult unanswered(HttpReply.Unanswered reply) {
        return new TaskResult.Failed(reply.retryable(), reply.code(), reply.message(), null);
    }

    /** The answer's text is part of the message in full: whoever keeps it cuts it, once nothing secret is left in it. */
    static TaskResult status(HttpQuery query, HttpReply.Answered answer, TaskContext task) {
        int status = answer.status();
        boolean retryable = status >= SERVER_ERRORS || PATIENCE.contains(status);
        Duration wait = retryable
                ? RetryAfter.read(
                        answer.header("retry-after").orElse(null), task.clock().instant())
                : null;
        String message = query.method() + " " + answer.url().withoutQuery() + " answered " + status;
        String text = answer.body().strip();
        return new TaskResult.Failed(
                retryable, "HTTP_" + status, text.isEmpty() ? message : message + ": " + text, wait);
    }
}
