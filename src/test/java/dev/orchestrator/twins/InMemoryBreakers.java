package dev.orchestrator.twins;

import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breaker.State;
import dev.orchestrator.ports.out.Breakers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Circuit breakers in memory. */
final class InMemoryBreakers implements Breakers {
    private static final int MOST = 1_000;

    private final HotKeys keys;
    private final HotCalls calls;

    InMemoryBreakers(HotKeys keys, HotCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public CompletionStage<Answer> ask(String name, Rules rules, Duration probeLife) {
        Supplier<Answer> move = () -> {
            TwinBreaker breaker = known().getOrDefault(name, new TwinBreaker());
            return breaker.ask(keys.now(), rules, probeLife);
        };
        Executor via = keys.breakersVia;
        if (via == null) {
            return calls.call(move);
        }
        CompletableFuture<Answer> reply = new CompletableFuture<>();
        via.execute(() -> reply.complete(move.get()));
        return reply;
    }

    @Override
    public CompletionStage<Optional<State>> report(String name, Rules rules, Ticket ticket, Result result) {
        return calls.call(() -> {
            TwinBreaker breaker = known().getOrDefault(name, new TwinBreaker());
            Optional<State> entered = breaker.report(keys.now(), rules, ticket, result);
            if (breaker.isForgettable()) {
                keys.breakers.remove(name);
            } else {
                keys.breakers.put(name, breaker);
                bound();
            }
            return entered;
        });
    }

    private void bound() {
        while (keys.breakers.size() > MOST) {
            keys.breakers.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().forgottenAt))
                    .ifPresent(first -> keys.breakers.remove(first.getKey()));
        }
    }

    @Override
    public CompletionStage<List<Breaker>> list(Rules rules) {
        return calls.call(() -> known().entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().forgottenAt))
                .map(entry -> entry.getValue().show(entry.getKey(), keys.now(), rules))
                .toList());
    }

    @Override
    public CompletionStage<Boolean> close(String name) {
        return calls.call(() -> {
            TwinBreaker breaker = known().get(name);
            if (breaker != null) {
                breaker.close(keys.now());
                keys.breakers.values().removeIf(TwinBreaker::isForgettable);
            }
            return breaker != null;
        });
    }

    private Map<String, TwinBreaker> known() {
        long now = keys.now().toEpochMilli();
        keys.breakers.values().removeIf(breaker -> breaker.forgottenAt <= now);
        return keys.breakers;
    }
}
