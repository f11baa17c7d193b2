package dev.orchestrator.application;

import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.RandomDags;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedProcess.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RacingProcessesTest {
    @Test
    void oneProcessBringsEverythingToItsEnd() {
        Seeds.check(40, seed -> {
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
    void manyProcessesRaceAndOneWinsEachVersion() {
        Seeds.check(40, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed).latency(Duration.ofMillis(20));
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
        });
    }
}
