package dev.orchestrator.chaos;

import dev.orchestrator.checker.Evidence;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.e2e.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Processes of the engine that are killed, stopped or restarted; and a run in which nothing is. */
final class ProcessScenarios {
    private static final Duration BETWEEN = Duration.ofSeconds(3);
    private static final Duration PAST_THE_LEASE = Installation.LEASE.plusSeconds(3);

    private ProcessScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Strikes("none", "nothing fails: no run twice, nothing to reconcile", Arena::pause),
                killing("worker", installation -> installation.workers),
                killing("orchestrator", installation -> installation.orchestrators),
                killing("api", installation -> installation.apis),
                killing("reaper", installation -> installation.reapers),
                new Strikes(
                        "kill-engine", "kill -9 of every process of the engine at once", ProcessScenarios::killEngine),
                new Strikes(
                        "kill-everything",
                        "kill -9 of both stores and every process of the engine at once",
                        ProcessScenarios::killEverything),
                stopping("worker", installation -> installation.workers),
                stopping("orchestrator", installation -> installation.orchestrators),
                new RollingRestart());
    }

    private static Scenario killing(String role, Function<Installation, List<Engine>> some) {
        return new Strikes(
                "kill-" + role,
                "kill -9 of one " + role + " after the other, each started again",
                arena -> arena.every(BETWEEN, () -> {
                    Engine victim = arena.anyOf(some.apply(arena.installation()));
                    arena.fault("kill -9 " + victim.name(), victim::kill);
                    arena.pause(BETWEEN);
                    victim.start();
                }));
    }

    private static void killEngine(Arena arena) {
        arena.every(BETWEEN, () -> {
            Instant from = Instant.now();
            killAll(arena.installation());
            startAll(arena.installation());
            arena.told("kill -9 of the engine", from, Instant.now());
            arena.pause(BETWEEN.multipliedBy(2));
        });
    }

    private static void killEverything(Arena arena) {
        Installation all = arena.installation();
        arena.every(BETWEEN, () -> {
            Instant from = Instant.now();
            all.postgres.kill();
            all.redis.kill();
            killAll(all);
            all.redis.start();
            all.postgres.start();
            startAll(all);
            arena.told("kill -9 of everything", from, Instant.now());
            arena.pause(BETWEEN.multipliedBy(2));
        });
    }

    private static void killAll(Installation installation) {
        installation.all().parallelStream().forEach(Engine::kill);
    }

    private static void startAll(Installation installation) {
        installation.all().forEach(Engine::launch);
        installation.all().forEach(Engine::awaitReady);
    }

    private static Scenario stopping(String role, Function<Installation, List<Engine>> some) {
        return new Strikes(
                "stop-" + role,
                "SIGSTOP of one " + role + " past its lease, then SIGCONT",
                arena -> arena.every(BETWEEN, () -> {
                    Engine victim = arena.anyOf(some.apply(arena.installation()));
                    arena.fault(
                            "SIGSTOP of " + victim.name(),
                            () -> victim.signal("STOP"),
                            PAST_THE_LEASE,
                            () -> victim.signal("CONT"));
                }));
    }

    /** Orderly, so it is no fault: nothing may be lost, done twice or found by the reconciler. */
    private record RollingRestart() implements Scenario {
        @Override
        public String name() {
            return "rolling-restart";
        }

        @Override
        public String about() {
            return "SIGTERM to each process in turn under load: no attempt is lost";
        }

        @Override
        public void strike(Arena arena) {
            while (!arena.isOver()) {
                for (Engine engine : arena.installation().all()) {
                    int code = engine.terminate();
                    if (code != 0) {
                        throw new IllegalStateException(engine.name() + " ended with " + code + " after SIGTERM");
                    }
                    engine.start();
                    if (arena.isOver()) {
                        break;
                    }
                }
            }
        }

        @Override
        public List<String> alsoWrong(Evidence evidence, Map<String, Double> metrics) {
            List<String> wrong = new ArrayList<>();
            evidence.journal().forEach((id, history) -> history.entries()
                    .forEach(entry -> entry.events().forEach(event -> {
                        if (event instanceof Event.NodeRetryScheduled retry
                                && retry.failure().code().equals("WORKER_LOST")) {
                            wrong.add("an attempt of " + id + " was lost: " + event);
                        }
                    })));
            return wrong;
        }
    }
}
