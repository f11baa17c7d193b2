package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.RandomDags;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedProcess.Role;
import dev.orchestrator.twins.InMemoryJournal.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Load while faults strike, then a quiet phase in which everything must end. */
class FaultsTest {
    private static final Object TWO_IN_A_ROW = Map.of(
            "name",
            "two in a row",
            "dag",
            Map.of(
                    "nodes",
                    List.of(
                            Map.of("id", "a", "handler", "echo"),
                            Map.of("id", "b", "handler", "echo", "dependencies", List.of("a")))));

    @Test
    void processesThatCrashAnywhereLoseNothing() {
        run(30, Fleet::crashOne);
    }

    @Test
    void aHotStoreThatComesAndGoesLosesNothing() {
        run(20, fleet -> {
            if (fleet.chance(2)) {
                fleet.cluster.redis.stop();
                fleet.pass(12_000);
                fleet.cluster.redis.start();
            }
            fleet.pass(8_000);
        });
    }

    @Test
    @Defect("Completion computed from whatever the cache holds, so that a wiped cache means success")
    void aHotStoreThatIsWipedIsRebuilt() {
        run(20, fleet -> {
            fleet.cluster.redis.wipe();
            fleet.pass(8_000);
        });
    }

    @Test
    void aHotStoreThatIsPutBackToAnOlderStateIsRebuilt() {
        run(20, fleet -> {
            fleet.cluster.redis.putBack();
            fleet.pass(8_000);
        });
    }

    @Test
    @Defect("State written, message not sent")
    void whatIsLostOfOneExecutionIsFoundMissing() {
        run(15, fleet -> {
            fleet.cluster.ledger.executions().stream()
                    .filter(id -> fleet.chance(3))
                    .forEach(fleet.cluster.redis::lose);
            fleet.pass(30_000);
        });
    }

    @Test
    void messagesThatComeTwiceCountOnce() {
        run(15, fleet -> {
            fleet.cluster.redis.redeliver();
            fleet.pass(300);
        });
    }

    @Test
    void aJournalThatFailsNowAndThenLosesNothing() {
        run(20, fleet -> {
            fleet.processes.forEach(process -> process.journal.faults(
                    batch -> fleet.chance(4) ? fleet.chance(2) ? Fault.UNREACHABLE : Fault.REPLY_LOST : Fault.NONE));
            fleet.pass(10_000);
        });
    }

    /** A message that nobody holds is taken for abandoned after five seconds; nobody should have to wait for that. */
    @Test
    void whatAnOutageOfTheJournalKeptIsDecidedAsSoonAsItIsOver() {
        Seeds.check(10, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed);
            SimulatedProcess process = cluster.whole("p");
            cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(500)));
            cluster.submit(process, TWO_IN_A_ROW);
            cluster.until("a task runs", () -> !cluster.started.isEmpty());
            ExecutionId id = cluster.started.get(0).execution();
            process.journal.faults(batch -> Fault.UNREACHABLE);
            cluster.loop.advance(Duration.ofMillis(20_000 + cluster.random.nextInt(10_000)));
            int before = cluster.ledger.state(id).version();
            process.journal.faults(batch -> Fault.NONE);
            cluster.loop.advance(Duration.ofSeconds(1));
            assertThat(cluster.ledger.state(id).version()).isGreaterThan(before);
            cluster.comesToRest();
        });
    }

    @Test
    void everythingAtOnce() {
        run(30, fleet -> {
            switch (fleet.cluster.random.nextInt(6)) {
                case 0 -> fleet.crashOne();
                case 1 -> fleet.cluster.redis.wipe();
                case 2 -> fleet.cluster.redis.stop();
                case 3 -> fleet.cluster.redis.redeliver();
                case 4 ->
                    fleet.processes.forEach(process ->
                            process.journal.faults(batch -> fleet.chance(3) ? Fault.REPLY_LOST : Fault.NONE));
                default -> fleet.cluster.ledger.executions().forEach(fleet.cluster.redis::lose);
            }
            fleet.pass(10_000);
            fleet.cluster.redis.start();
        });
    }

    private static void run(int seeds, java.util.function.Consumer<Fleet> fault) {
        Seeds.check(seeds, seed -> {
            Fleet fleet = new Fleet(seed);
            for (int i = 0; i < 8; i++) {
                fleet.submit();
                fleet.pass(1_500);
                fault.accept(fleet);
            }
            fleet.calmDown();
            fleet.cluster.comesToRest();
            fleet.processes.forEach(fleet.cluster::showsTheTruth);
        });
    }

    /** An API, two orchestrators and two workers, of which each that dies is replaced. */
    private static final class Fleet {
        final SimulatedCluster cluster;
        final List<SimulatedProcess> processes = new ArrayList<>();
        private int names;

        Fleet(long seed) {
            cluster = new SimulatedCluster(seed)
                    .latency(Duration.ofMillis(10))
                    .cacheBytes(seed % 3 == 0 ? 1 : 1_000_000)
                    .maxBatch(seed % 4 == 0 ? 2 : 64);
            processes.add(cluster.whole("p0"));
            processes.add(cluster.process("p1", Role.ORCHESTRATOR));
            processes.add(cluster.process("p2"));
            cluster.worker("w1", Behaviour.mixed(cluster.random, cluster.loop::now));
            cluster.worker("w2", Behaviour.mixed(cluster.random, cluster.loop::now));
        }

        void submit() {
            SimulatedProcess api = processes.get(cluster.random.nextInt(processes.size()));
            cluster.submit(api, RandomDags.definition(cluster.random, 1 + cluster.random.nextInt(20)));
        }

        boolean chance(int of) {
            return cluster.random.nextInt(of) == 0;
        }

        void pass(int mostMillis) {
            cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(mostMillis)));
        }

        void crashOne() {
            int which = cluster.random.nextInt(processes.size());
            processes.get(which).crashAfter(cluster.random.nextInt(40));
            submit();
            pass(1_000);
            processes.get(which).crashAfter(0);
            String name = "again" + names++;
            processes.set(
                    which,
                    switch (which) {
                        case 0 -> cluster.whole(name);
                        case 1 -> cluster.process(name, Role.ORCHESTRATOR);
                        default -> cluster.process(name);
                    });
        }

        void calmDown() {
            cluster.redis.start();
            processes.forEach(process -> process.journal.faults(batch -> Fault.NONE));
        }
    }
}
