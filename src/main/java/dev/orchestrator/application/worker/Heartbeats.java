package dev.orchestrator.application.worker;

import dev.orchestrator.application.Answers;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the leases of running tasks alive, and learns from the answers which of them are not wanted any more.
 *
 * <p>A task is beaten for when its lease is a third through. Looking every sixth makes it half through at the worst, so
 * one beat may fail without harm; a task that ends within a third of its lease costs none.
 */
final class Heartbeats {
    private static final Logger LOG = System.getLogger(Heartbeats.class.getName());
    private static final int LOOKS_PER_LEASE = 6;
    private static final int BEATS_PER_LEASE = 3;

    private final TaskQueue queue;
    private final EventLoop loop;
    private final WorkerSettings settings;
    private final Supplier<Collection<Attempt>> held;
    private final Consumer<Attempt> unwanted;
    private boolean stopped;
    private boolean failing;

    Heartbeats(
            TaskQueue queue,
            EventLoop loop,
            WorkerSettings settings,
            Supplier<Collection<Attempt>> held,
            Consumer<Attempt> unwanted) {
        this.queue = queue;
        this.loop = loop;
        this.settings = settings;
        this.held = held;
        this.unwanted = unwanted;
    }

    void start() {
        Duration pause = settings.lease().dividedBy(LOOKS_PER_LEASE);
        loop.after(pause, this::look);
    }

    void stop() {
        stopped = true;
    }

    private void look() {
        if (!stopped) {
            start();
            Map<Task.Key, Attempt> due = due();
            if (!due.isEmpty()) {
                beat(due);
            }
        }
    }

    private Map<Task.Key, Attempt> due() {
        long third = settings.lease().dividedBy(BEATS_PER_LEASE).toNanos();
        long now = loop.nanoTime();
        Map<Task.Key, Attempt> due = new HashMap<>();
        for (Attempt attempt : held.get()) {
            if (now - attempt.lastBeat() >= third) {
                due.put(attempt.task().key(), attempt);
            }
        }
        return due;
    }

    private void beat(Map<Task.Key, Attempt> due) {
        due.values().forEach(attempt -> attempt.beatAt(loop.nanoTime()));
        Answers.of(
                () -> queue.beat(settings.name(), due.keySet(), settings.lease()),
                loop,
                (replies, failure) -> answered(due, replies, failure));
    }

    private void answered(
            Map<Task.Key, Attempt> due, @Nullable Map<Task.Key, TaskQueue.Beat> replies, @Nullable Throwable failure) {
        if (replies == null) {
            failed(due, failure);
            return;
        }
        failing = false;
        replies.forEach((key, reply) -> {
            Attempt attempt = due.get(key);
            if (attempt != null && reply != TaskQueue.Beat.HELD) {
                unwanted.accept(attempt);
            }
        });
    }

    /** All of them are due again at the next look. */
    private void failed(Map<Task.Key, Attempt> due, @Nullable Throwable failure) {
        if (!failing) {
            LOG.log(Level.WARNING, "cannot renew the leases of {0} tasks: {1}", due.size(), failure);
            failing = true;
        }
        long longAgo = loop.nanoTime() - settings.lease().toNanos();
        due.values().forEach(attempt -> attempt.beatAt(longAgo));
    }
}
