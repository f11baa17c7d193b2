package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.application.StoreState;
import dev.orchestrator.ports.out.Pulse;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Two stores whose pulse a test decides. */
@Alternative
@Singleton
public class FakePulses {
    static volatile Supplier<CompletionStage<Boolean>> redis = FakePulses::up;

    static final StoreState POSTGRES = new StoreState();

    static CompletionStage<Boolean> up() {
        return CompletableFuture.completedFuture(true);
    }

    @Produces
    @Alternative
    @Singleton
    Pulses pulses() {
        return new Pulses(List.of(new Fake("redis", () -> redis.get()), new Fake("postgres", FakePulses::up)));
    }

    @Produces
    @Alternative
    @Singleton
    StoreState postgres() {
        return POSTGRES;
    }

    private record Fake(String name, Supplier<CompletionStage<Boolean>> asked) implements Pulse {
        @Override
        public CompletionStage<Boolean> beats() {
            return asked.get();
        }
    }
}
