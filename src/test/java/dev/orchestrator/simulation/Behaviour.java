package dev.orchestrator.simulation;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** How tasks end, drawn at random. */
public final class Behaviour {
    private static final int LONGEST_MILLIS = 4_000;

    private Behaviour() {}

    /** Most succeed; some fail in each way, ask to be called later, run for longer than a lease, or are never heard of. */
    public static Function<Task, Plan> mixed(RandomGenerator random, InstantSource clock) {
        return task -> {
            int dice = random.nextInt(100);
            Duration time = Duration.ofMillis(random.nextInt(LONGEST_MILLIS));
            if (dice < 80) {
                return new Plan(time, new Outcome.Succeeded(output(random)));
            } else if (dice < 88) {
                ErrorCategory category = random.nextInt(4) > 0 ? ErrorCategory.RETRYABLE : ErrorCategory.PERMANENT;
                return new Plan(time, new Outcome.Failed(new Failure(category, "BOOM", "it broke"), null));
            } else if (dice < 94) {
                Instant until = clock.instant().plusSeconds(random.nextInt(20));
                return new Plan(
                        time,
                        dice < 91
                                ? new Outcome.Deferred(until, "not yet")
                                : new Outcome.Deferred(until, "open", "handler/host"));
            } else if (dice < 97) {
                return new Plan(Duration.ofSeconds(40), new Outcome.Succeeded(output(random)));
            }
            return new Plan(time, null);
        };
    }

    /** All succeed, after this time. */
    public static Function<Task, Plan> succeeding(RandomGenerator random, Duration time) {
        return task -> new Plan(time, new Outcome.Succeeded(output(random)));
    }

    /** All fail for good, at once. */
    public static Plan failing() {
        Failure failure = new Failure(ErrorCategory.PERMANENT, "BOOM", "it broke");
        return new Plan(Duration.ZERO, new Outcome.Failed(failure, null));
    }

    private static Value output(RandomGenerator random) {
        Map<String, Object> tree = new HashMap<>();
        tree.put("value", random.nextInt(10));
        tree.put("flag", random.nextBoolean());
        tree.put("items", List.of(Map.of("name", "n")));
        tree.put("text", "t".repeat(random.nextInt(40)));
        tree.put("absent", "not so absent");
        return new Value(tree);
    }
}
