package dev.orchestrator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.chaos.Installation.Plan;
import dev.orchestrator.e2e.Engine;
import dev.orchestrator.e2e.RedisKeys;
import dev.orchestrator.guarantees.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six faults, shortly, on one installation of the real jar. {@code scripts/chaos} has all of them, for as long as one likes;
 * each leaves its evidence in {@code target/chaos}.
 */
@Timeout(240)
class ChaosIT {
    private static final Plan SMALL = new Plan(1, 2, 2, 1, Map.of());
    private static final Duration TIME = Duration.ofSeconds(9);
    private static final Duration BEGIN = Duration.ofSeconds(3);
    private static final double RATE = 6;

    @TempDir
    static Path data;

    static Field field;

    @BeforeAll
    static void make() {
        field = new Field(Path.of("target", "chaos"), data);
    }

    @AfterAll
    static void end() {
        field.close();
    }

    @Test
    @Guarantee("G9")
    void withoutFaultsNothingIsRepeatedOrReconciled() {
        Outcome outcome = passes("smoke-none", Arena::pause);
        assertThat(outcome.verdict().accounts().duplicatedRuns()).isZero();
    }

    @Test
    @Guarantee({"G1", "G8"})
    void killingOneOfEachRoleLosesNothing() {
        passes("smoke-kill", arena -> {
            Installation all = arena.installation();
            List<Engine> victims = List.of(all.orchestrators.get(0), all.workers.get(0), all.apis.get(0));
            arena.pause(BEGIN);
            arena.fault("kill -9 of three", () -> victims.forEach(Engine::kill));
            victims.forEach(Engine::launch);
            victims.forEach(Engine::awaitReady);
            arena.pause();
        });
    }

    @Test
    @Guarantee({"G1", "G4", "G8"})
    void emptyingRedisLosesNothing() {
        passes("smoke-wipe-redis", arena -> {
            arena.pause(BEGIN);
            try (RedisKeys keys = arena.installation().keys()) {
                arena.fault("FLUSHALL", keys::wipe);
            }
            arena.pause();
        });
    }

    @Test
    @Guarantee({"G1", "G8"})
    void killingPostgresLosesNothing() {
        passes("smoke-kill-postgres", arena -> {
            arena.pause(BEGIN);
            Installation all = arena.installation();
            arena.fault("kill -9 of PostgreSQL", all.postgres::kill, Duration.ofSeconds(2), all.postgres::start);
            arena.pause();
        });
    }

    @Test
    void aNetworkThatIsCutLosesNothing() {
        passes("smoke-cut-redis", arena -> {
            arena.pause(BEGIN);
            List<Proxy> proxies = List.of(arena.installation().redisProxy, arena.installation().workersRedisProxy);
            arena.fault(
                    "no way to Redis",
                    () -> proxies.forEach(Proxy::cut),
                    Duration.ofSeconds(2),
                    () -> proxies.forEach(Proxy::heal));
            arena.pause();
        });
    }

    @Test
    @Guarantee({"G4", "G8"})
    void aWorkerThatStoodStillPastItsLeaseChangesNothing() {
        passes("smoke-stop-worker", arena -> {
            arena.pause(Duration.ofSeconds(1));
            Engine worker = arena.installation().workers.get(1);
            arena.fault(
                    "SIGSTOP",
                    () -> worker.signal("STOP"),
                    Installation.LEASE.plusSeconds(2),
                    () -> worker.signal("CONT"));
            arena.pause();
        });
    }

    private static Outcome passes(String name, Consumer<Arena> strikes) {
        Outcome outcome = field.run(new Strikes(name, "", SMALL, strikes), TIME, RATE, 1);
        outcome.lines().stream().filter(line -> !line.isEmpty()).forEach(System.out::println);
        assertThat(outcome.passed()).as(String.join("\n", outcome.lines())).isTrue();
        return outcome;
    }
}
