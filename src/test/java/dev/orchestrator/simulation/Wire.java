package dev.orchestrator.simulation;

import dev.orchestrator.ports.out.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A connection of a process to a store: what is sent takes a while, and arrives in order. */
final class Wire implements EventLoop {
    private final ProcessLoop process;
    private final RandomGenerator random;
    private final int mostMicros;
    private long lastArrival;

    Wire(ProcessLoop process, RandomGenerator random, Duration most) {
        this.process = process;
        this.random = random;
        this.mostMicros = (int) (most.toNanos() / 1_000);
    }

    @Override
    public void execute(Runnable task) {
        if (mostMicros == 0) {
            process.execute(task);
            return;
        }
        long now = nanoTime();
        lastArrival = Math.max(lastArrival, now + random.nextInt(mostMicros) * 1_000L);
        process.after(Duration.ofNanos(lastArrival - now), task);
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return process.after(delay, task);
    }

    @Override
    public Instant now() {
        return process.now();
    }

    @Override
    public long nanoTime() {
        return process.nanoTime();
    }
}
