package dev.orchestrator.application;

import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The buckets of clients as this process knows them, for when nobody else can be asked. Those not seen for longest are
 * forgotten first.
 */
final class LocalBuckets {
    private final RequestRate rate;
    private final int most;
    private final Map<String, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true);

    LocalBuckets(RequestRate rate, int most) {
        this.rate = rate;
        this.most = most;
    }

    Judgement judge(String client, long nowMicros) {
        Judgement judgement = rate.judge(fullAt.getOrDefault(client, nowMicros), nowMicros);
        keep(client, nowMicros + judgement.untilFullMicros());
        return judgement;
    }

    /** Takes over what was judged elsewhere, so that a client finds no fresh bucket here. */
    void learn(String client, Judgement judgement, long nowMicros) {
        long known = fullAt.getOrDefault(client, nowMicros);
        keep(client, Math.max(known, nowMicros + judgement.untilFullMicros()));
    }

    int size() {
        return fullAt.size();
    }

    private void keep(String client, long full) {
        fullAt.put(client, full);
        if (fullAt.size() > most) {
            fullAt.remove(fullAt.keySet().iterator().next());
        }
    }
}
