package dev.orchestrator.application.worker;

import dev.orchestrator.application.Answers;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.spi.TaskResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Turns what a handler answered or threw into an outcome that every store can hold. Never throws. */
final class Verdicts {
    private static final Duration LONGEST_WAIT = Duration.ofDays(3_653);
    private static final int LONGEST_CODE = 100;
    private static final int LONGEST_REASON = 500;
    private static final int MOST_BYTES_PER_CHAR = 3;

    private final Codec codec;
    private final int largestOutput;
    private final InstantSource clock;
    private final Redaction redaction;

    Verdicts(Codec codec, int largestOutput, InstantSource clock) {
        this(codec, largestOutput, clock, Redaction.NONE);
    }

    private Verdicts(Codec codec, int largestOutput, InstantSource clock, Redaction redaction) {
        this.codec = codec;
        this.largestOutput = largestOutput;
        this.clock = clock;
        this.redaction = redaction;
    }

    /** The same without the secrets of one task: they go before a text is cut, or the cut would leave half of one. */
    Verdicts hiding(Redaction secrets) {
        return new Verdicts(codec, largestOutput, clock, secrets);
    }

    Outcome of(@Nullable TaskResult result, @Nullable Throwable thrown) {
        if (thrown != null) {
            boolean cancelled = Answers.cause(thrown) instanceof CancellationException;
            return failed(
                    cancelled ? ErrorCategory.CANCELLED : ErrorCategory.RETRYABLE,
                    cancelled ? "CANCELLED" : "HANDLER_ERROR",
                    redaction.text(describe(thrown)));
        }
        if (result == null) {
            return permanent("INVALID_RESULT", "The handler answered nothing");
        }
        return result.match(this::done, this::failed, this::deferred);
    }

    static Outcome permanent(String code, String message) {
        return failed(ErrorCategory.PERMANENT, code, message);
    }

    static Outcome failed(ErrorCategory category, String code, String message) {
        return new Outcome.Failed(
                new Failure(category, clean(code, LONGEST_CODE), clean(message, Failure.MAX_MESSAGE)), null);
    }

    private Outcome done(TaskResult.Done done) {
        try {
            String text = codec.write().apply(done.output());
            if (isTooLarge(text)) {
                return permanent(
                        "OUTPUT_TOO_LARGE", "The output is larger than " + largestOutput + " bytes of JSON text");
            }
            // Reading it back proves that everybody after us can: no NUL, no key twice, no depth beyond the limit.
            return new Outcome.Succeeded(new Output(text, codec.read().apply(text)));
        } catch (Throwable failure) {
            return permanent(
                    "INVALID_OUTPUT", "The output cannot be kept as JSON: " + redaction.text(describe(failure)));
        }
    }

    private boolean isTooLarge(String text) {
        return text.length() > largestOutput
                || (text.length() > largestOutput / MOST_BYTES_PER_CHAR
                        && text.getBytes(StandardCharsets.UTF_8).length > largestOutput);
    }

    private Outcome failed(TaskResult.Failed failed) {
        ErrorCategory category = failed.retryable() ? ErrorCategory.RETRYABLE : ErrorCategory.PERMANENT;
        Failure failure = new Failure(
                category,
                clean(redaction.text(failed.code()), LONGEST_CODE),
                clean(redaction.text(failed.message()), Failure.MAX_MESSAGE));
        return new Outcome.Failed(failure, bounded(failed.retryAfter()));
    }

    private Outcome deferred(TaskResult.Deferred deferred) {
        Instant now = clock.instant();
        if (deferred.until().isAfter(now.plus(LONGEST_WAIT))) {
            return permanent("INVALID_RESULT", "Deferred for more than ten years: " + deferred.until());
        }
        Instant until = deferred.until().isBefore(now) ? now : deferred.until();
        return new Outcome.Deferred(until, clean(redaction.text(deferred.reason()), LONGEST_REASON));
    }

    private static @Nullable Duration bounded(@Nullable Duration wait) {
        if (wait == null || wait.isNegative()) {
            return null;
        }
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private static String describe(Throwable thrown) {
        Throwable cause = Answers.cause(thrown);
        try {
            return cause.toString();
        } catch (RuntimeException broken) {
            return cause.getClass().getName();
        }
    }

    /** Cuts between characters, never inside one: half a surrogate pair cannot be kept. */
    private static String clean(String text, int longest) {
        StringBuilder clean = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            if (i > longest) {
                break;
            }
            clean.appendCodePoint(storable(point));
        }
        return clean.toString();
    }

    private static int storable(int point) {
        boolean unfit = point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
        return unfit ? '\uFFFD' : point;
    }

    private record Output(String text, @Nullable Object tree) implements Document {}
}
