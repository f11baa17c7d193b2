package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.CompletionQueue;
import dev.orchestrator.ports.out.EndSignals;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.Members;
import dev.orchestrator.ports.out.ProgressSignals;
import dev.orchestrator.ports.out.RequestLimits;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue;
import dev.orchestrator.ports.out.Upkeep;
import dev.orchestrator.ports.out.Whereabouts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A hot store in memory, shared by the twins of several processes.
 *
 * <p>It does what the scripts of the real adapter do, move by move, with the server's time from the given clock. It
 * starts empty and unidentified, as a fresh server does.
 */
public final class InMemoryRedis {
    private final HotKeys keys;

    public InMemoryRedis(InstantSource clock) {
        this(clock, HotKeys.LANES);
    }

    public InMemoryRedis(InstantSource clock, int lanes) {
        this.keys = new HotKeys(clock, lanes);
    }

    /** Tells of each lease at the moment at which it is given, with the worker that has it. */
    public void onLease(BiConsumer<Task, String> listener) {
        keys.onLease = listener;
    }

    /** Tells of each execution of which readers see something new. */
    public void onShown(Consumer<ExecutionId> listener) {
        keys.onShown = listener;
    }

    /** What is held now, to be put back later. */
    public HotImage image() {
        synchronized (keys) {
            return new HotImage(keys);
        }
    }

    /**
     * Goes back to what was held then, as a server does that comes up from an older file or a replica that lagged.
     *
     * @param noticed whether the server tells that it is another, by its run id
     */
    public void restore(HotImage image, boolean noticed) {
        synchronized (keys) {
            image.restore(keys);
            if (noticed) {
                keys.run++;
            }
            keys.tasks.signal();
            keys.messages.signal();
        }
    }

    /** The ports of one process. Its calls run, and are answered, on the loop. */
    public Ports connect(EventLoop loop) {
        HotCalls calls = new HotCalls(keys, loop);
        return new Ports(
                new InMemoryLiveState(keys, calls),
                new InMemoryTaskQueue(keys, calls),
                new InMemoryCompletionQueue(keys, calls),
                new InMemoryUpkeep(keys, calls),
                new InMemoryMembers(keys, calls),
                new InMemoryEndSignals(keys, loop),
                new InMemoryProgressSignals(keys, loop),
                new InMemoryRequestLimits(keys, calls),
                new InMemoryWhereabouts(keys, calls),
                new InMemoryBreakers(keys, calls));
    }

    /** Forgets everything, as FLUSHALL does; calls answer WIPED or fail until somebody identifies the store. */
    public void wipe() {
        synchronized (keys) {
            keys.wipe();
        }
    }

    /** Goes back to an older state of the same incarnation, in which nothing had begun; no server was replaced. */
    public void putBack() {
        synchronized (keys) {
            keys.putBack();
        }
    }

    /** From now on every call fails, until {@link #start}. What the store holds stays. */
    public void stop() {
        synchronized (keys) {
            keys.down = true;
        }
    }

    public void start() {
        synchronized (keys) {
            keys.down = false;
        }
    }

    /** From now on this executor runs questions to the breakers, whenever it likes; null for no delay. */
    public void delayBreakers(@Nullable Executor via) {
        synchronized (keys) {
            keys.breakersVia = via;
        }
    }

    /** Loses everything about one execution but its messages. */
    public void lose(ExecutionId execution) {
        synchronized (keys) {
            keys.lose(execution);
        }
    }

    /** Loses the open records of one execution. */
    public void loseOpen(ExecutionId execution) {
        synchronized (keys) {
            keys.open.remove(execution);
        }
    }

    /** The version that readers are shown of an execution; 0 when nothing is live of it. */
    public int shownVersion(ExecutionId id) {
        synchronized (keys) {
            HotView view = keys.views.get(id);
            return view == null ? 0 : view.version;
        }
    }

    /** In what the view of an execution differs from its state at the same version; empty when in nothing. */
    public List<String> differences(ExecutionState state) {
        synchronized (keys) {
            return new Audit(keys).differences(state);
        }
    }

    /** The nodes of an execution for which nothing is out that they could wait for; all of them have one or will get one. */
    public List<String> unprovided(ExecutionState state) {
        synchronized (keys) {
            return new Audit(keys).unprovided(state);
        }
    }

    /** Loses one key at random; answers which, or null when there is none of this kind. */
    public @Nullable String loseKey(RandomGenerator random) {
        synchronized (keys) {
            return new LostKey(keys, random).lose();
        }
    }

    /** Delivers each message in the lanes that was read and not acknowledged once more, as if never read. */
    public void redeliver() {
        synchronized (keys) {
            keys.lanes.forEach(HotLane::forgetReaders);
            keys.messages.signal();
        }
    }

    Duration leaseEnd(Task.Key key) {
        synchronized (keys) {
            OpenTask open = Objects.requireNonNull(keys.openTask(key.execution(), key.node()));
            return Duration.between(keys.now(), Objects.requireNonNull(open.due));
        }
    }

    /** What is left by kind; all 0 when nothing is queued, leased, waiting or live. */
    public Map<String, Integer> rest() {
        synchronized (keys) {
            Map<String, Integer> left = new LinkedHashMap<>();
            left.put("tasks", keys.queues.values().stream().mapToInt(Map::size).sum());
            left.put("messages", keys.lanes.stream().mapToInt(HotLane::size).sum());
            left.put("pending", keys.lanes.stream().mapToInt(HotLane::pending).sum());
            left.put("views", keys.views.size());
            left.put(
                    "open",
                    keys.open.values().stream()
                            .mapToInt(work -> work.tasks.size())
                            .sum());
            left.put(
                    "timers",
                    keys.open.values().stream()
                            .mapToInt(work -> work.timers.size() + (work.timeout == null ? 0 : 1))
                            .sum());
            return left;
        }
    }

    public boolean isAtRest() {
        return rest().values().stream().allMatch(count -> count == 0);
    }

    public record Ports(
            LiveState live,
            TaskQueue tasks,
            CompletionQueue completions,
            Upkeep upkeep,
            Members members,
            EndSignals ends,
            ProgressSignals progress,
            RequestLimits limits,
            Whereabouts whereabouts,
            Breakers breakers) {}
}
