package dev.orchestrator.chaos;

import dev.orchestrator.checker.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Where a scenario strikes: a running installation under load, and the time that is left. */
public final class Arena {
    private final Installation installation;
    private final Load load;
    private final RandomGenerator chance;
    private final long end;
    private final List<Evidence.Fault> faults = new CopyOnWriteArrayList<>();

    Arena(Installation installation, Load load, RandomGenerator chance, Duration time) {
        this.installation = installation;
        this.load = load;
        this.chance = chance;
        this.end = System.nanoTime() + time.toNanos();
    }

    public Installation installation() {
        return installation;
    }

    public Load load() {
        return load;
    }

    public RandomGenerator chance() {
        return chance;
    }

    public <T> T anyOf(List<T> list) {
        return list.get(chance.nextInt(list.size()));
    }

    public boolean isOver() {
        return left().isZero();
    }

    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Lets time pass, and no more than is left. */
    public void pause(Duration time) {
        long until = Math.min(end, System.nanoTime() + time.toNanos());
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(Math.min(TimeUnit.MILLISECONDS.toNanos(50), until - System.nanoTime()));
        }
    }

    /** Lets time pass until the scenario is over. */
    public void pause() {
        pause(left());
    }

    /** Does it again and again, with these pauses before each, until it is over. */
    public void every(Duration pause, Runnable strike) {
        pause(pause);
        while (!isOver()) {
            strike.run();
            pause(pause);
        }
    }

    /** A fault that is over as soon as it has struck, such as a kill. */
    public void fault(String name, Runnable strike) {
        Instant before = Instant.now();
        strike.run();
        told(name, before, before);
    }

    /** A fault that lasts: so long between its begin and its end, less if the time is over. */
    public void fault(String name, Runnable begin, Duration time, Runnable end) {
        Instant before = Instant.now();
        begin.run();
        try {
            pause(time);
        } finally {
            end.run();
        }
        told(name, before, Instant.now());
    }

    /** Tells of a fault that lasted from then until its cause was gone. */
    public void told(String name, Instant from, Instant until) {
        faults.add(new Evidence.Fault(name, from, until));
        System.out.printf(
                "  %s %s, for %d ms%n",
                from, name, Duration.between(from, until).toMillis());
    }

    List<Evidence.Fault> faults() {
        return List.copyOf(faults);
    }
}
