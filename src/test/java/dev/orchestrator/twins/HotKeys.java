package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The keys of the in-memory Redis. Guarded by its own monitor. */
final class HotKeys {
    static final int LANES = 4;
    private final int laneCount;
    static final Duration TOMBSTONE = Duration.ofSeconds(120);

    final InstantSource clock;
    final Map<ExecutionId, HotView> views = new TreeMap<>();
    final Map<ExecutionId, OpenWork> open = new TreeMap<>();
    final Map<ExecutionId, Tombstone> gone = new HashMap<>();
    final Map<String, LinkedHashMap<Long, Task>> queues = new TreeMap<>();
    /** The queues that were ever read. */
    final Set<String> read = new TreeSet<>();

    final List<HotLane> lanes = new ArrayList<>();
    final Map<String, TreeMap<String, HotMember>> members = new HashMap<>();
    /** When the bucket of a client is full again, in microseconds since 1970. */
    final Map<String, Long> buckets = new HashMap<>();

    final Map<String, TwinBreaker> breakers = new TreeMap<>();
    final Arrivals tasks = new Arrivals();
    final Arrivals messages = new Arrivals();
    final List<Consumer<ExecutionId>> listeners = new ArrayList<>();
    final List<java.util.function.ObjIntConsumer<ExecutionId>> progress = new ArrayList<>();

    /** Where questions to the breakers run, when not where all calls do. */
    @Nullable
    Executor breakersVia;

    /** Told of each lease, and of each execution whose view was written. */
    BiConsumer<Task, String> onLease = (task, worker) -> {};

    Consumer<ExecutionId> onShown = id -> {};

    @Nullable
    String incarnation;

    /** Which run of the server this is, and on which the store was identified last. */
    long run;

    long identifiedOn;
    /** For which run and incarnation tasks may start; null when that is not known. */
    @Nullable
    String ready;

    boolean down;
    /** How often the store was identified, and which of these beats each process made last. */
    long beats;

    final Map<Object, Long> lastBeats = new HashMap<>();

    @Nullable
    HotRebuild rebuild;

    @Nullable
    Object reconciler;

    Instant reconcilerUntil = Instant.EPOCH;
    /** When the store was identified last, by its own clock. */
    Instant identified = Instant.EPOCH;

    long sequence;
    private long incarnations;

    HotKeys(InstantSource clock) {
        this(clock, LANES);
    }

    HotKeys(InstantSource clock, int laneCount) {
        this.clock = clock;
        this.laneCount = laneCount;
        IntStream.range(0, laneCount).forEach(lane -> lanes.add(new HotLane()));
    }

    Instant now() {
        return clock.instant();
    }

    String newIncarnation() {
        return "incarnation-" + ++incarnations;
    }

    void wipe() {
        incarnation = null;
        ready = null;
        beats = 0;
        lastBeats.clear();
        rebuild = null;
        reconciler = null;
        loseAll();
    }

    /** Lets tasks start under this incarnation, on the run of the server on which it was given. */
    void admit() {
        ready = identifiedOn + "|" + incarnation;
    }

    boolean isAdmitted() {
        return (run + "|" + incarnation).equals(ready);
    }

    /** An older state of the same incarnation, from when nothing had begun. */
    void putBack() {
        beats = 1;
        lastBeats.clear();
        loseAll();
    }

    private void loseAll() {
        views.clear();
        open.clear();
        gone.clear();
        queues.clear();
        read.clear();
        lanes.replaceAll(lane -> new HotLane());
        members.clear();
        buckets.clear();
        breakers.clear();
    }

    int laneOf(ExecutionId execution) {
        return (int) (execution.value().getLeastSignificantBits() & 0xffff) % laneCount;
    }

    /** Appends a message to the lane of the execution and answers its id. */
    long say(ExecutionId execution, Command command) {
        return say(execution, command, null);
    }

    long say(ExecutionId execution, Command command, @Nullable TraceContext trace) {
        long id = ++sequence;
        lanes.get(laneOf(execution)).add(id, new HotLane.Message(execution, command, trace, now()));
        messages.signal();
        return id;
    }

    boolean isSaid(ExecutionId execution, long message) {
        return lanes.get(laneOf(execution)).has(message);
    }

    /** Puts the task at the end of its queue and notes where. */
    void queue(Task task, OpenTask record) {
        record.entry = ++sequence;
        record.queuedSince = now();
        queues.computeIfAbsent(record.queue, any -> new LinkedHashMap<>()).put(record.entry, task);
        tasks.signal();
    }

    void unqueue(OpenTask record) {
        LinkedHashMap<Long, Task> queue = queues.get(record.queue);
        if (queue != null) {
            queue.remove(record.entry);
        }
    }

    /** Loses everything about one execution but its messages. */
    void lose(ExecutionId execution) {
        views.remove(execution);
        OpenWork work = open.remove(execution);
        if (work != null) {
            work.tasks.values().forEach(this::unqueue);
        }
    }

    boolean isQueued(OpenTask record) {
        LinkedHashMap<Long, Task> queue = queues.get(record.queue);
        return queue != null && queue.containsKey(record.entry);
    }

    @Nullable
    OpenTask openTask(ExecutionId execution, NodeId node) {
        OpenWork work = open.get(execution);
        return work == null ? null : work.tasks.get(node);
    }

    @Nullable
    Integer tombstone(ExecutionId execution) {
        Tombstone stone = gone.get(execution);
        return stone == null || !stone.until().isAfter(now()) ? null : stone.version();
    }

    /** @param by who leads; null when all is rebuilt */
    record HotRebuild(String of, @Nullable Object by, Instant until, @Nullable ExecutionId after) {}

    record Tombstone(int version, Instant until) {}

    record HotMember(Map<String, String> facts, Instant until) {}
}
