package dev.orchestrator.simulation;

import dev.orchestrator.checker.Evidence;
import dev.orchestrator.twins.HotImage;
import dev.orchestrator.twins.InMemoryJournal.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Faults, of the kinds that this seed has, at random moments. What lasts is over by itself after a while. */
final class Mischief {
    private static final int MOST_STEPS = 60;
    private static final int LONGEST_MILLIS = 20_000;
    private static final int LONGEST_SLEEP_MILLIS = 45_000;

    private final SimulatedCluster cluster;
    private final RandomGenerator random;
    private final Crew crew;
    private final Trail trail;
    private final Watch watch;
    private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    private final List<Evidence.Fault> struck = new ArrayList<>();
    private @Nullable HotImage image;

    enum Kind {
        PROCESS_CRASHES,
        PROCESS_SLEEPS,
        WORKER_CRASHES,
        WORKER_SLEEPS,
        STORE_AWAY,
        STORE_WIPED,
        STORE_ROLLED_BACK,
        KEY_LOST,
        EXECUTION_LOST,
        MESSAGES_AGAIN,
        JOURNAL_FAILS,
        STORM,
        CLOCK_JUMPS
    }

    Mischief(SimulatedCluster cluster, RandomGenerator random, Crew crew, Trail trail, Watch watch) {
        this.cluster = cluster;
        this.random = random;
        this.crew = crew;
        this.trail = trail;
        this.watch = watch;
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            kinds.add(Kind.values()[random.nextInt(Kind.values().length)]);
        }
    }

    Set<Kind> kinds() {
        return kinds;
    }

    List<Evidence.Fault> struck() {
        return struck;
    }

    void strike() {
        List<Kind> all = List.copyOf(kinds);
        Kind kind = all.get(random.nextInt(all.size()));
        trail.note("fault", kind.toString());
        switch (kind) {
            case PROCESS_CRASHES -> {
                crew.anyProcess().crashAfter(random.nextInt(MOST_STEPS));
                over(kind, Duration.ZERO);
            }
            case PROCESS_SLEEPS -> {
                SimulatedProcess process = crew.anyProcess();
                process.stop();
                later(kind, LONGEST_SLEEP_MILLIS, process::wake);
            }
            case WORKER_CRASHES -> {
                crew.anyWorker().crashAfter(random.nextInt(MOST_STEPS));
                over(kind, Duration.ZERO);
            }
            case WORKER_SLEEPS -> {
                SimulatedWorker worker = crew.anyWorker();
                worker.stop();
                later(kind, LONGEST_SLEEP_MILLIS, worker::wake);
            }
            default -> strikeStores(kind);
        }
    }

    private void strikeStores(Kind kind) {
        switch (kind) {
            case STORE_AWAY -> {
                cluster.redis.stop();
                later(kind, LONGEST_MILLIS, cluster.redis::start);
            }
            case JOURNAL_FAILS -> {
                crew.processes.forEach(process -> process.journal.faults(batch -> fault()));
                later(kind, LONGEST_MILLIS, this::mendJournals);
            }
            case STORM -> {
                watch.isStormy();
                cluster.weather.turn(random.nextInt(150), random.nextInt(30), random.nextInt(3) == 0);
                later(kind, LONGEST_MILLIS, cluster.weather::clear);
            }
            case CLOCK_JUMPS -> {
                int most = random.nextBoolean() ? 3_000 : 600_000;
                Duration jump = Duration.ofMillis(random.nextInt(2 * most) - most);
                cluster.setRedisClock(jump);
                // Seed 158: what was read before, and lost its reader, is idle only when the clock is where it was.
                over(kind, jump.isNegative() ? jump.negated() : Duration.ZERO);
            }
            default -> {
                watch.stateIsLost();
                loseState(kind);
                over(kind, Duration.ofSeconds(6));
            }
        }
    }

    private void loseState(Kind kind) {
        switch (kind) {
            case STORE_WIPED -> cluster.redis.wipe();
            case STORE_ROLLED_BACK -> {
                if (image != null) {
                    cluster.redis.restore(image, true);
                }
            }
            case KEY_LOST -> trail.note("fault", "lost " + cluster.redis.loseKey(random));
            case EXECUTION_LOST ->
                cluster.ledger.executions().stream()
                        .filter(id -> random.nextInt(3) == 0)
                        .forEach(cluster.redis::lose);
            default -> cluster.redis.redeliver();
        }
    }

    private Fault fault() {
        Fault drawn = random.nextInt(3) > 0 ? Fault.NONE : random.nextBoolean() ? Fault.UNREACHABLE : Fault.REPLY_LOST;
        if (drawn != Fault.NONE) {
            trail.note("fault", "the journal is " + drawn);
        }
        return drawn;
    }

    private void mendJournals() {
        crew.processes.forEach(process -> process.journal.faults(batch -> Fault.NONE));
    }

    /** Keeps what the hot store holds now, to come back to it. */
    void remember() {
        if (kinds.contains(Kind.STORE_ROLLED_BACK)) {
            image = cluster.redis.image();
        }
    }

    private void later(Kind kind, int mostMillis, Runnable end) {
        Duration lasts = Duration.ofMillis(random.nextInt(mostMillis));
        over(kind, lasts);
        cluster.loop.after(lasts, () -> {
            trail.note("fault", kind + " is over");
            end.run();
        });
    }

    private void over(Kind kind, Duration lasts) {
        Instant now = cluster.loop.now();
        struck.add(new Evidence.Fault(kind.toString(), now, now.plus(lasts)));
    }

    /** Nothing is wrong any more. */
    void end() {
        cluster.redis.start();
        cluster.weather.clear();
        mendJournals();
    }
}
