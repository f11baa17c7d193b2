package dev.orchestrator.twins;

import dev.orchestrator.ports.out.CompletionQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The lanes of completions, in memory. */
final class InMemoryCompletionQueue implements CompletionQueue {
    private final HotKeys keys;
    private final HotCalls calls;

    InMemoryCompletionQueue(HotKeys keys, HotCalls calls) {
        this.keys = keys;
        this.calls = calls;
    }

    @Override
    public int lanes() {
        return keys.lanes.size();
    }

    @Override
    public CompletionStage<List<Delivery>> read(
            String reader, Collection<Integer> lanes, int limit, Duration patience) {
        List<Integer> wanted = List.copyOf(lanes);
        return calls.await(keys.messages, patience, () -> deliver(wanted, null, limit));
    }

    @Override
    public CompletionStage<List<Delivery>> claim(String reader, Duration idle, int limit) {
        List<Integer> all = IntStream.range(0, lanes()).boxed().toList();
        return calls.call(() -> deliver(all, keys.now().minus(idle), limit));
    }

    private List<Delivery> deliver(List<Integer> lanes, @Nullable Instant unacknowledgedSince, int limit) {
        List<Delivery> result = new ArrayList<>();
        for (int lane : lanes) {
            result.addAll(keys.lanes
                    .get(lane)
                    .deliver(Integer.toString(lane), unacknowledgedSince, keys.now(), limit - result.size()));
        }
        return result;
    }
}
