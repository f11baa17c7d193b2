package dev.orchestrator.simulation;

import dev.orchestrator.twins.Mishap;
import dev.orchestrator.twins.Unreliable;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** A connection of a process to a store: what is sent takes a while, and arrives in order unless the weather is foul. */
final class Wire implements Unreliable {
    private final ProcessLoop process;
    private final RandomGenerator random;
    private final int mostMicros;
    private final Weather weather;
    private long lastArrival;

    Wire(ProcessLoop process, RandomGenerator random, Duration most, Weather weather) {
        this.process = process;
        this.random = random;
        this.mostMicros = (int) (most.toNanos() / 1_000);
        this.weather = weather;
    }

    @Override
    public void execute(Runnable task) {
        long now = nanoTime();
        long delay = weather.delay(random).toNanos() + (mostMicros == 0 ? 0 : random.nextInt(mostMicros) * 1_000L);
        if (!weather.isDisorderly()) {
            lastArrival = Math.max(lastArrival, now + delay);
            delay = lastArrival - now;
        }
        if (delay == 0) {
            process.execute(task);
        } else {
            process.after(Duration.ofNanos(delay), task);
        }
    }

    @Override
    public Mishap mishap() {
        return weather.mishap(random);
    }

    @Override
    public Duration lateness() {
        return Duration.ofMillis(random.nextInt(8_000));
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
