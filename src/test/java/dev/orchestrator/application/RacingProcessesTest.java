package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.ports.out.QueueDepth;
import dev.orchestrator.ports.out.Telemetry;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.RandomDags;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedProcess.Role;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RacingProcessesTest {
    @Test
    void oneProcessBringsEverythingToItsEnd() {
        Seeds.check(30, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed);
            SimulatedProcess one = cluster.whole("one");
            cluster.worker("w1", Behaviour.mixed(cluster.random, cluster.loop::now));
            for (int i = 0; i < 10; i++) {
                cluster.submit(one, RandomDags.definition(cluster.random, 1 + cluster.random.nextInt(30)));
            }
            cluster.comesToRest();
            cluster.showsTheTruth(one);
        });
    }

    @Test
    @Defect("A lock whose time to live is shorter than the pause of its holder")
    @Guarantee("G2")
    void manyProcessesRaceAndOneWinsEachVersion() {
        Seeds.check(30, seed -> {
            Repairs repairs = new Repairs();
            SimulatedCluster cluster =
                    new SimulatedCluster(seed).latency(Duration.ofMillis(20)).telemetry(repairs);
            SimulatedProcess api = cluster.process("api");
            cluster.whole("one");
            cluster.process("two", Role.ORCHESTRATOR);
            cluster.worker("w1", Behaviour.mixed(cluster.random, cluster.loop::now));
            cluster.worker("w2", Behaviour.mixed(cluster.random, cluster.loop::now));
            for (int i = 0; i < 10; i++) {
                cluster.submit(api, RandomDags.definition(cluster.random, 1 + cluster.random.nextInt(30)));
                cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(200)));
            }
            cluster.comesToRest();
            cluster.showsTheTruth(api);
            assertThat(repairs.counts.getOrDefault(Telemetry.Cause.RECONCILED, 0))
                    .as("executions without a reason to wait, where nothing was broken")
                    .isZero();
        });
    }

    /** Counts why executions were re-driven, and nothing else. */
    private static final class Repairs implements Telemetry {
        final Map<Cause, Integer> counts = new EnumMap<>(Cause.class);

        @Override
        public void redriven(Cause cause, int executions) {
            counts.merge(cause, executions, Integer::sum);
        }

        @Override
        public void committed(int won, int lost, int refused, long nanos) {}

        @Override
        public void rejected(int commands) {}

        @Override
        public void recorded(ExecutionState before, ExecutionState after, Entry entry) {}

        @Override
        public void quarantined(dev.orchestrator.ports.out.Quarantine.Kind kind, int count) {}

        @Override
        public void lettersClosed(dev.orchestrator.ports.out.DeadLetters.Status how, int letters) {}

        @Override
        public void queues(List<QueueDepth> depths) {}
    }
}
