package dev.orchestrator.ports.out;

import dev.orchestrator.twins.InMemoryRedis.Ports;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** A hot store under test, real or in memory. It begins empty and without an identity. */
public interface HotStore {
    /** The ports of another process. */
    Ports connect();

    /** The result of a call; throws what it failed with. */
    <T> T get(CompletionStage<T> stage);

    /** Lets time pass until it is so, within bounds. */
    void until(BooleanSupplier condition);

    Instant now();

    void wipe();

    /** What is left by kind, see {@link dev.orchestrator.twins.InMemoryRedis#rest}. */
    Map<String, Integer> rest();
}
