package dev.orchestrator.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a task ended: {@link Done}, {@link Failed} or {@link Deferred}. Made by the methods here. */
public sealed interface TaskResult {
    /**
     * The node is complete.
     *
     * @param output what other nodes see as {@code node.key}: a tree of {@code Map}, {@code Iterable}, {@code String},
     *     {@code Number}, {@code Boolean} and null. As JSON at most 256 KiB, without NUL characters; not to be changed
     *     any more.
     */
    record Done(Map<String, ? extends @Nullable Object> output) implements TaskResult {
        public Done {
            Objects.requireNonNull(output, "output");
        }
    }

    /**
     * The attempt failed.
     *
     * @param retryable whether another attempt may go better; otherwise the node has failed for good
     * @param code a stable word for programs, such as {@code CARD_REFUSED}; at most 100 characters are kept
     * @param message a sentence for people; at most 2,000 characters are kept
     * @param retryAfter the least wait before the next attempt; the node's own policy may wait longer
     */
    record Failed(boolean retryable, String code, String message, @Nullable Duration retryAfter) implements TaskResult {
        public Failed {
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(message, "message");
        }
    }

    /**
     * The handler wants to be called again later. That uses up no attempt and holds no worker meanwhile.
     *
     * @param until when; a time in the past means at once, more than ten years ahead is refused
     * @param reason what the node waits for, as people see it
     */
    record Deferred(Instant until, String reason) implements TaskResult {
        public Deferred {
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(reason, "reason");
        }
    }

    static TaskResult done(Map<String, ? extends @Nullable Object> output) {
        return new Done(output);
    }

    /** A failure that another attempt may cure. */
    static TaskResult retryable(String code, String message) {
        return new Failed(true, code, message, null);
    }

    /** A failure that another attempt may cure, but not before this wait. */
    static TaskResult retryable(String code, String message, Duration retryAfter) {
        return new Failed(true, code, message, retryAfter);
    }

    /** A failure that no attempt will cure. */
    static TaskResult permanent(String code, String message) {
        return new Failed(false, code, message, null);
    }

    static TaskResult deferred(Instant until, String reason) {
        return new Deferred(until, reason);
    }

    /** This result as a stage that is complete already. */
    default CompletionStage<TaskResult> asStage() {
        return CompletableFuture.completedFuture(this);
    }

    /** Calls the function of the case at hand. */
    default <R> R match(Function<Done, R> done, Function<Failed, R> failed, Function<Deferred, R> deferred) {
        if (this instanceof Done it) {
            return done.apply(it);
        } else if (this instanceof Failed it) {
            return failed.apply(it);
        }
        return deferred.apply((Deferred) this);
    }
}
