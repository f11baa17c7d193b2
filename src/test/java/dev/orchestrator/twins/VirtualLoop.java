package dev.orchestrator.twins;

import dev.orchestrator.ports.out.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/**
 * An event loop whose time moves only when the test says so, and whose order is always the same.
 *
 * <p>Tasks run in the order they were given, timers by due time and then in the order they were set. A task never runs
 * inside the call that gave it. What a task throws reaches the caller of {@link #runUntilIdle} or {@link #advance}.
 * Other threads may give tasks; they run on the thread that drives the loop.
 */
public final class VirtualLoop implements EventLoop {
    private static final int RUNAWAY = 10_000_000;

    private final Deque<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::due).thenComparingLong(Alarm::order));
    private final Instant start;
    private long nanos;
    private long ordered;

    public VirtualLoop() {
        this(Instant.parse("2030-01-01T00:00:00Z"));
    }

    public VirtualLoop(Instant start) {
        this.start = start;
    }

    @Override
    public synchronized void execute(Runnable task) {
        ready.addLast(task);
        notifyAll();
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(due(delay), ordered++, task);
        alarms.add(alarm);
        return () -> cancel(alarm);
    }

    private long due(Duration delay) {
        long wait = Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
        return wait > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + wait;
    }

    private synchronized void cancel(Alarm alarm) {
        alarm.cancelled = true;
        alarms.remove(alarm);
    }

    @Override
    public synchronized Instant now() {
        return start.plusNanos(nanos);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    /** Runs what can run now, and what that leads to; the time stands still. Answers how many tasks ran. */
    public int runUntilIdle() {
        int ran = 0;
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
            if (++ran > RUNAWAY) {
                throw new IllegalStateException("the loop does not come to rest");
            }
        }
        return ran;
    }

    /** Lets so much time pass: every timer due until then runs at its own time. */
    public void advance(Duration time) {
        long target = nanoTime() + time.toNanos();
        runUntilIdle();
        while (moveToNextAlarm(target)) {
            runUntilIdle();
        }
        moveTo(target);
        runUntilIdle();
    }

    /** Lets time pass until the next timer and runs it; answers false when there is none. */
    public boolean advanceToNextTimer() {
        runUntilIdle();
        boolean moved = moveToNextAlarm(Long.MAX_VALUE);
        runUntilIdle();
        return moved;
    }

    /** Waits in real time until another thread has given a task, at most so long; answers whether there is one. */
    public synchronized boolean awaitTask(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (ready.isEmpty()) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }

    /** How many timers are set; a component at rest should have only those that it can explain. */
    public synchronized int timers() {
        return alarms.size();
    }

    private synchronized Runnable next() {
        moveDueAlarms();
        return ready.pollFirst();
    }

    private void moveDueAlarms() {
        for (Alarm first = alarms.peek(); first != null && first.due() <= nanos; first = alarms.peek()) {
            ready.addLast(alarms.remove());
        }
    }

    private synchronized boolean moveToNextAlarm(long target) {
        Alarm first = alarms.peek();
        if (first == null || first.due() > target) {
            return false;
        }
        nanos = first.due();
        return true;
    }

    private synchronized void moveTo(long target) {
        nanos = target;
    }

    /** Compared by identity, so that cancelling removes this one and no twin of it. */
    private static final class Alarm implements Runnable {
        private final long due;
        private final long order;
        private final Runnable task;
        private boolean cancelled;

        Alarm(long due, long order, Runnable task) {
            this.due = due;
            this.order = order;
            this.task = task;
        }

        long due() {
            return due;
        }

        long order() {
            return order;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }
}
