package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.ExecutionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Loses one key of the in-memory Redis, as an operator's mistake or a broken disk may. */
final class LostKey {
    private static final int KINDS = 6;

    private final HotKeys keys;
    private final RandomGenerator random;

    LostKey(HotKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    /** Answers which key was lost; null when there is none of the kind that was drawn. */
    @Nullable
    String lose() {
        return switch (random.nextInt(KINDS)) {
            case 0 -> lose("view", keys.views);
            case 1 -> lose("open work", keys.open);
            case 2 -> lose("tombstone", new TreeMap<>(keys.gone));
            case 3 -> lose("queue", keys.queues);
            case 4 -> lose("members", new TreeMap<>(keys.members));
            default -> loseLane();
        };
    }

    private <K> @Nullable String lose(String kind, Map<K, ?> of) {
        List<K> all = new ArrayList<>(of.keySet());
        if (all.isEmpty()) {
            return null;
        }
        K key = all.get(random.nextInt(all.size()));
        of.remove(key);
        if (key instanceof ExecutionId id && kind.equals("tombstone")) {
            keys.gone.remove(id);
        } else if (kind.equals("members")) {
            keys.members.remove(key);
        }
        return kind + " " + key;
    }

    private String loseLane() {
        int lane = random.nextInt(keys.lanes.size());
        int lost = keys.lanes.set(lane, new HotLane()).size();
        return "lane " + lane + " with " + lost;
    }
}
