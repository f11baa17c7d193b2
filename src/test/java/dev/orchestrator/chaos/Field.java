package dev.orchestrator.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs scenarios one after the other, on the same installation as long as it is sound and fits. */
public final class Field implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path out;
    private final Path data;
    private Installation.@Nullable Plan plan;
    private @Nullable Installation installation;

    /** @param data for the installations; to be deleted by whoever made it */
    public Field(Path out, Path data) {
        this.out = out;
        this.data = data;
    }

    Outcome run(Scenario scenario, Duration time, double rate, long seed) {
        Outcome outcome;
        try {
            Installation sound = soundOne(scenario.plan());
            outcome = new Run(scenario, sound, out, time, seed).toItsEnd(rate);
        } catch (RuntimeException | AssertionError e) {
            outcome = Outcome.without(scenario.name(), e, out);
        }
        if (!outcome.passed()) {
            close();
        }
        return outcome;
    }

    private synchronized Installation soundOne(Installation.Plan wanted) {
        if (installation != null && (!wanted.equals(plan) || !installation.isHealthy())) {
            close();
        }
        if (installation == null) {
            plan = wanted;
            installation = new Installation(data.resolve("installation-" + NUMBER.incrementAndGet()), wanted);
            installation.start();
        }
        return installation;
    }

    /** Ends all processes. */
    @Override
    public synchronized void close() {
        if (installation != null) {
            installation.close();
            installation = null;
        }
    }

    /** Ends all processes that this one has started, also what another thread is starting now. */
    static void abandon() {
        long quietSince = System.nanoTime();
        while (System.nanoTime() - quietSince < TimeUnit.MILLISECONDS.toNanos(500)) {
            if (ProcessHandle.current().descendants().findAny().isPresent()) {
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                quietSince = System.nanoTime();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
