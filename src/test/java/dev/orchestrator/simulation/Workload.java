package dev.orchestrator.simulation;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.checker.Evidence;
import dev.orchestrator.checker.Evidence.What;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is run: definitions and params, what becomes of their tasks, and what the handlers write down. */
final class Workload {
    private final RandomGenerator random;
    private final InstantSource clock;
    private final int mostNodes;
    private final Function<Task, @Nullable Instant> leasedAt;
    private final Trail trail;
    private final Function<Task, Plan> behaviour;
    private final List<Evidence.Line> ledger = new ArrayList<>();
    private int definitions;

    Workload(
            RandomGenerator random,
            InstantSource clock,
            int mostNodes,
            Function<Task, @Nullable Instant> leasedAt,
            Trail trail) {
        this.random = random;
        this.clock = clock;
        this.mostNodes = mostNodes;
        this.leasedAt = leasedAt;
        this.trail = trail;
        this.behaviour = Behaviour.mixed(random, clock);
    }

    /** Of a name of its own; some have so little time that they run out of it. */
    Map<String, Object> definition() {
        Map<String, Object> definition = RandomDags.definition(random, 1 + random.nextInt(mostNodes));
        definition.put("name", "dag-" + ++definitions);
        definition.remove("timeout_seconds");
        if (random.nextInt(6) == 0) {
            definition.put("timeout_seconds", 1 + random.nextInt(60));
        }
        return definition;
    }

    Map<String, Object> params() {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("value", random.nextInt(10));
        params.put("flag", random.nextBoolean());
        params.put("text", "t");
        params.put("items", List.of(Map.of("name", "n")));
        return params;
    }

    /** How a task ends; the handler writes its start and its end down. */
    Plan plan(String worker, Task task) {
        Plan plan = behaviour.apply(task);
        trail.note(worker, "starts " + Watch.told(task) + " " + told(plan));
        Instant now = clock.instant();
        Document input = new Value(Json.STORED.parse(task.config()));
        ledger.add(line(What.START, task, worker, now, input, null));
        if (plan.outcome() instanceof Outcome.Succeeded it) {
            ledger.add(line(What.END, task, worker, now.plus(plan.time()), null, it.output()));
        } else if (plan.outcome() instanceof Outcome.Failed) {
            ledger.add(line(What.FAILED, task, worker, now.plus(plan.time()), null, null));
        } else if (plan.outcome() instanceof Outcome.Deferred) {
            ledger.add(line(What.DEFERRED, task, worker, now.plus(plan.time()), null, null));
        }
        return plan;
    }

    private static String told(Plan plan) {
        return plan.outcome() == null
                ? "and falls silent"
                : plan.outcome().getClass().getSimpleName() + " in "
                        + plan.time().toMillis();
    }

    private Evidence.Line line(
            What what, Task task, String worker, Instant at, @Nullable Document input, @Nullable Document output) {
        Instant leased = what == What.START ? leasedAt.apply(task) : null;
        return new Evidence.Line(
                what,
                task.execution(),
                task.node(),
                task.attempt(),
                task.dispatch(),
                worker,
                at,
                leased,
                input,
                output);
    }

    List<Evidence.Line> ledger() {
        return ledger;
    }
}
