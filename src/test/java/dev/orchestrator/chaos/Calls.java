package dev.orchestrator.chaos;

import dev.orchestrator.e2e.Answer;
import dev.orchestrator.e2e.Api;
import dev.orchestrator.e2e.Engine;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the APIs in turn, and again when one is not there or cannot answer now, as a careful client does. */
final class Calls {
    private static final Duration PATIENCE = Duration.ofSeconds(100);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int UNAVAILABLE = 503;
    /** It may have happened, and nobody can tell. */
    private static final String UNKNOWN = "OUTCOME_UNKNOWN";

    private final List<Engine> apis;
    private final Book book;
    private final AtomicInteger turn = new AtomicInteger();

    Calls(List<Engine> apis, Book book) {
        this.apis = apis;
        this.book = book;
    }

    /** @param blind whether an earlier try got no answer, and may have had its effect */
    record Told(Answer answer, boolean blind) {}

    /** The first answer that is one; null when none came for long. */
    @Nullable
    Told ask(Function<Api, Answer> call) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean blind = false;
        while (System.nanoTime() < deadline) {
            try {
                Answer answer = call.apply(next().api());
                if (answer.code() != UNAVAILABLE) {
                    return new Told(answer, blind);
                }
                blind |= answer.text("/error_code").equals(UNKNOWN);
                book.repeated("503");
            } catch (UncheckedIOException e) {
                blind |= !isRefused(e.getCause());
                book.repeated(word(e.getCause()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        book.wrong("no answer within " + PATIENCE.toSeconds() + " s");
        return null;
    }

    /** One try; null when no answer came, or only that there is none now. */
    @Nullable
    Answer once(Function<Api, Answer> call) {
        try {
            Answer answer = call.apply(next().api());
            return answer.code() == UNAVAILABLE ? null : answer;
        } catch (UncheckedIOException e) {
            return null;
        }
    }

    Engine next() {
        return apis.get(Math.floorMod(turn.getAndIncrement(), apis.size()));
    }

    private static boolean isRefused(@Nullable Throwable e) {
        return e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
    }

    private static String word(@Nullable Throwable e) {
        return isRefused(e) ? "refused" : e instanceof HttpTimeoutException ? "timed out" : "cut";
    }
}
