package dev.orchestrator.application;

import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Telemetry.Cause;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cancels that are durable and that the hot store does not know of yet. Each is told to it again until it knows, and
 * answered then and not before: what the store still has of the execution would be started after the answer.
 */
final class StopOrders {
    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final long MOST_NANOS = Duration.ofSeconds(8).toNanos();

    private final EventLoop loop;
    private final Redriver redriver;
    private int open;

    StopOrders(EventLoop loop, Redriver redriver) {
        this.loop = loop;
        this.redriver = redriver;
    }

    /** Answers a turn whose effects are not applied. */
    void answer(Turn turn) {
        if (!turn.cancels()) {
            turn.answer();
            return;
        }
        turn.answerCallers();
        open++;
        insist(turn, loop.nanoTime() + MOST_NANOS);
    }

    boolean isIdle() {
        return open == 0;
    }

    private void insist(Turn turn, long end) {
        Answers.of(
                () -> redriver.redrive(List.of(turn.after().id()), Cause.UNFINISHED_EFFECTS),
                loop,
                (done, failure) -> told(turn, end, failure));
    }

    private void told(Turn turn, long end, @Nullable Throwable failure) {
        if (failure == null) {
            open--;
            turn.answer();
        } else if (loop.nanoTime() < end) {
            loop.after(AGAIN, () -> insist(turn, end));
        } else {
            open--;
            turn.fail(failure);
        }
    }
}
