package dev.orchestrator.twins;

import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** The in-memory Redis under test, on virtual time. */
public final class InMemoryHotStore implements HotStore {
    private static final int MOST_STEPS = 10_000;

    private final VirtualLoop loop = new VirtualLoop();
    private final InMemoryRedis redis = new InMemoryRedis(loop::now);

    @Override
    public InMemoryRedis.Ports connect() {
        return redis.connect(loop);
    }

    @Override
    public <T> T get(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        loop.runUntilIdle();
        for (int i = 0; i < MOST_STEPS && !future.isDone() && loop.advanceToNextTimer(); i++) {}
        if (!future.isDone()) {
            throw new AssertionError("the call is never answered");
        }
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void until(BooleanSupplier condition) {
        for (int i = 0; i < MOST_STEPS; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            loop.advance(Duration.ofMillis(5));
        }
        throw new AssertionError("it never came about");
    }

    @Override
    public Instant now() {
        return loop.now();
    }

    @Override
    public void wipe() {
        redis.wipe();
    }

    @Override
    public Map<String, Integer> rest() {
        return redis.rest();
    }

    Duration leaseEnd(Task.Key key) {
        return redis.leaseEnd(key);
    }
}
