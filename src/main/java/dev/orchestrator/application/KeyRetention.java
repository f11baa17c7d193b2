package dev.orchestrator.application;

import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.IdempotencyKeys;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Forgets the keys of requests once nobody will repeat them any more, a bounded number at a time. */
public final class KeyRetention {
    private static final int MOST = 1_000;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final EventLoop loop;
    private final IdempotencyKeys keys;
    private final Duration age;
    private final Repeating forgetting;

    /** @param age how long a key is kept */
    public KeyRetention(EventLoop loop, IdempotencyKeys keys, Duration age) {
        this.loop = loop;
        this.keys = keys;
        this.age = age;
        this.forgetting = new Repeating(loop, "forgetting old request keys", this::forget);
    }

    public void start() {
        forgetting.start();
    }

    public CompletionStage<Void> stop() {
        return forgetting.stop();
    }

    private CompletionStage<Duration> forget() {
        return keys.forget(loop.now().minus(age), MOST)
                .thenApply(forgotten -> forgotten < MOST ? PAUSE : Duration.ZERO);
    }
}
