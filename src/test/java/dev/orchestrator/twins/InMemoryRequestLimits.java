package dev.orchestrator.twins;

import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.ports.out.RequestLimits;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;

/** The buckets of clients, in memory. */
final class InMemoryRequestLimits implements RequestLimits {
    private final HotKeys keys;
    private final HotCalls calls;

    InMemoryRequestLimits(HotKeys keys, HotCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public CompletionStage<Judgement> judge(String client, RequestRate rate) {
        return calls.call(() -> {
            long now = ChronoUnit.MICROS.between(Instant.EPOCH, keys.now());
            Judgement judgement = rate.judge(keys.buckets.getOrDefault(client, now), now);
            if (judgement.admitted()) {
                keys.buckets.put(client, now + judgement.untilFullMicros());
            }
            keys.buckets.values().removeIf(full -> full <= now);
            return judgement;
        });
    }
}
