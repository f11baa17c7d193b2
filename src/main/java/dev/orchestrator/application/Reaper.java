package dev.orchestrator.application;

import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Telemetry;
import dev.orchestrator.ports.out.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Takes back what dead workers left: leases that ran out, and tasks that were read and never started. It also looks
 * how much waits in the queues.
 */
public final class Reaper {
    private static final Duration UNSTARTED = Duration.ofSeconds(5);
    private static final Duration MEASURED_EVERY = Duration.ofSeconds(10);
    /** Leases that run out one after the other are taken together, and not with a look each. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(100);

    private static final int LIMIT = 512;
    private static final int MOST_QUEUES = 100;

    private final Upkeep upkeep;
    private final Duration interval;
    private final Telemetry telemetry;
    private final List<Repeating> chores;

    /** @param interval the longest pause between two looks; when a lease runs out before, it ends then */
    public Reaper(EventLoop loop, Upkeep upkeep, Duration interval, Telemetry telemetry) {
        this.upkeep = upkeep;
        this.interval = interval;
        this.telemetry = telemetry;
        this.chores = List.of(
                new Repeating(loop, "taking back expired leases", this::reclaim),
                new Repeating(loop, "returning unstarted tasks", this::returnUnstarted),
                new Repeating(loop, "measuring the queues", this::measure));
    }

    public void start() {
        chores.forEach(Repeating::start);
    }

    public CompletionStage<Void> stop() {
        return CompletableFuture.allOf(
                chores.stream().map(chore -> chore.stop().toCompletableFuture()).toArray(CompletableFuture[]::new));
    }

    private CompletionStage<Duration> reclaim() {
        return upkeep.reclaim(LIMIT, interval).thenApply(it -> pauseAfter(it.found(), atLeast(it.untilNext())));
    }

    private CompletionStage<Duration> returnUnstarted() {
        return upkeep.returnUnstarted(UNSTARTED, LIMIT).thenApply(found -> pauseAfter(found, interval));
    }

    private CompletionStage<Duration> measure() {
        return upkeep.depths(MOST_QUEUES).thenApply(depths -> {
            telemetry.queues(depths);
            return MEASURED_EVERY;
        });
    }

    private static Duration atLeast(Duration pause) {
        return pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause;
    }

    /** A full answer asks for the next at once. */
    private static Duration pauseAfter(int found, Duration pause) {
        return found < LIMIT ? pause : Duration.ZERO;
    }
}
