package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All that the in-memory Redis held at one moment, but for breakers and rate limits; it may be put back more than once. */
public final class HotImage {
    private final Map<ExecutionId, HotView> views = new TreeMap<>();
    private final Map<ExecutionId, OpenWork> open = new TreeMap<>();
    private final Map<ExecutionId, HotKeys.Tombstone> gone = new HashMap<>();
    private final Map<String, LinkedHashMap<Long, Task>> queues = new TreeMap<>();
    private final Set<String> read = new TreeSet<>();
    private final List<HotLane> lanes = new ArrayList<>();
    private final Map<String, TreeMap<String, HotKeys.HotMember>> members = new HashMap<>();
    private final @Nullable String incarnation;
    private final long identifiedOn;
    private final @Nullable String ready;
    private final long beats;
    private final Map<Object, Long> lastBeats;
    private final HotKeys.@Nullable HotRebuild rebuild;
    private final Instant identified;
    private final long sequence;

    HotImage(HotKeys keys) {
        copy(keys.views, views, HotView::copy);
        copy(keys.open, open, OpenWork::copy);
        gone.putAll(keys.gone);
        copy(keys.queues, queues, LinkedHashMap::new);
        read.addAll(keys.read);
        keys.lanes.forEach(lane -> lanes.add(lane.copy()));
        copy(keys.members, members, TreeMap::new);
        incarnation = keys.incarnation;
        identifiedOn = keys.identifiedOn;
        ready = keys.ready;
        beats = keys.beats;
        lastBeats = new HashMap<>(keys.lastBeats);
        rebuild = keys.rebuild;
        identified = keys.identified;
        sequence = keys.sequence;
    }

    void restore(HotKeys keys) {
        keys.wipe();
        copy(views, keys.views, HotView::copy);
        copy(open, keys.open, OpenWork::copy);
        keys.gone.putAll(gone);
        copy(queues, keys.queues, LinkedHashMap::new);
        keys.read.addAll(read);
        for (int lane = 0; lane < lanes.size(); lane++) {
            keys.lanes.set(lane, lanes.get(lane).copy());
        }
        copy(members, keys.members, TreeMap::new);
        keys.incarnation = incarnation;
        keys.identifiedOn = identifiedOn;
        keys.ready = ready;
        keys.beats = beats;
        keys.lastBeats.putAll(lastBeats);
        keys.rebuild = rebuild;
        keys.identified = identified;
        keys.sequence = sequence;
    }

    private static <K, V> void copy(Map<K, V> from, Map<K, V> to, UnaryOperator<V> copy) {
        from.forEach((key, value) -> to.put(key, copy.apply(value)));
    }
}
