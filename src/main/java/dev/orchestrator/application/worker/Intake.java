package dev.orchestrator.application.worker;

import dev.orchestrator.application.Answers;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes tasks from the queue, never more than there are free slots.
 *
 * <p>One question is out at a time. While it is, more slots become free, so that a busy worker asks for many at once
 * and an idle one is answered at once; no timer decides between the two.
 */
final class Intake {
    private static final Logger LOG = System.getLogger(Intake.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** Before asking again when the queue said "nothing" without waiting for it. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final TaskQueue queue;
    private final EventLoop loop;
    private final WorkerSettings settings;
    private final IntSupplier freeSlots;
    private final Consumer<List<Task>> receiver;
    private final Backoff backoff = new Backoff();
    private boolean asking;
    private boolean resting;
    private boolean closed;

    Intake(
            TaskQueue queue,
            EventLoop loop,
            WorkerSettings settings,
            IntSupplier freeSlots,
            Consumer<List<Task>> receiver) {
        this.queue = queue;
        this.loop = loop;
        this.settings = settings;
        this.freeSlots = freeSlots;
        this.receiver = receiver;
    }

    /** Asks for tasks if there is a free slot and no question out. To be called whenever a slot became free. */
    void pull() {
        int slots = freeSlots.getAsInt();
        if (asking || resting || closed || slots <= 0) {
            return;
        }
        asking = true;
        long askedAt = loop.nanoTime();
        TaskQueue.Demand demand =
                new TaskQueue.Demand(settings.name(), settings.queues(), slots, settings.lease(), PATIENCE);
        Answers.of(() -> queue.take(demand), loop, (tasks, failure) -> answered(tasks, failure, askedAt));
    }

    /** Asks no more. What a question that is still out brings goes to the receiver all the same. */
    void close() {
        closed = true;
    }

    /** Tells whether no more tasks can come after {@link #close}. */
    boolean isIdle() {
        return !asking;
    }

    private void answered(@Nullable List<Task> tasks, @Nullable Throwable failure, long askedAt) {
        asking = false;
        if (tasks == null) {
            failed(failure);
            return;
        }
        backoff.reset();
        receiver.accept(tasks);
        if (tasks.isEmpty() && loop.nanoTime() - askedAt < PAUSE.toNanos()) {
            rest(PAUSE);
        } else {
            pull();
        }
    }

    private void failed(@Nullable Throwable failure) {
        if (backoff.isFresh()) {
            LOG.log(Level.WARNING, "cannot take tasks, trying again until it works: " + failure);
        }
        receiver.accept(List.of());
        rest(backoff.next());
    }

    private void rest(Duration time) {
        resting = true;
        loop.after(time, () -> {
            resting = false;
            pull();
        });
    }
}
