package dev.orchestrator.application;

import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.LetterCriteria;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How many dead letters are open and since when, as it was looked at last. */
public final class LetterGauge {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final DeadLetters letters;
    private final Repeating looking;
    private volatile long open;
    private volatile @Nullable Instant oldest;

    public LetterGauge(EventLoop loop, DeadLetters letters) {
        this.loop = loop;
        this.letters = letters;
        this.looking = new Repeating(loop, "counting dead letters", this::look);
    }

    public void start() {
        looking.start();
    }

    public CompletionStage<Void> stop() {
        return looking.stop();
    }

    public double open() {
        return open;
    }

    /** Never negative: the clocks are two. */
    public double oldestSeconds() {
        Instant since = oldest;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, loop.now()).toMillis() / 1_000.0);
    }

    private CompletionStage<Duration> look() {
        return letters.count(LetterCriteria.OPEN).thenCombine(letters.oldest(), (count, since) -> {
            open = count.value();
            oldest = since.orElse(null);
            return PAUSE;
        });
    }
}
