package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.ports.in.LimitRequests;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Limits each client on its own, with a clock that stands still, and answers from another thread as a store would. */
@Alternative
@Singleton
public class FakeLimits implements LimitRequests {
    static final RequestRate RATE = new RequestRate(60, 3);

    private final Map<String, Long> buckets = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Judgement> judge(String client) {
        return CompletableFuture.supplyAsync(() -> {
            synchronized (buckets) {
                Judgement judgement = RATE.judge(buckets.getOrDefault(client, 0L), 0);
                buckets.put(client, judgement.untilFullMicros());
                return judgement;
            }
        });
    }

    /** How often a client was admitted. */
    int admitted(String client) {
        return (int) (buckets.getOrDefault(client, 0L) / RATE.intervalMicros());
    }

    void forget() {
        buckets.clear();
    }
}
