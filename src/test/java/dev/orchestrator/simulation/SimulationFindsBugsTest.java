package dev.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation is worth something: each planted bug is found within a few seeds. */
class SimulationFindsBugsTest {
    private static final int MOST_SEEDS = 40;

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void aPlantedBugIsFound(String name, Fittings bug) {
        assertThat(seedsUntilFound(bug)).as("seeds until %s is found", name).isLessThanOrEqualTo(MOST_SEEDS);
    }

    static Stream<Arguments> bugs() {
        return Stream.of(
                Arguments.of("effects before the journal", PlantedBugs.effectsBeforeTheJournal()),
                Arguments.of("outputs are forgotten", PlantedBugs.outputsForgotten()),
                Arguments.of("retry timers are lost", PlantedBugs.noRetryTimers()),
                Arguments.of("first tasks are lost", PlantedBugs.tasksForgotten()),
                Arguments.of("ends are not told", PlantedBugs.endsNotTold()));
    }

    private static int seedsUntilFound(Fittings bug) {
        for (int seed = 1; seed <= MOST_SEEDS; seed++) {
            try {
                new Simulation(seed, bug).run();
            } catch (SeedFailed found) {
                return seed;
            }
        }
        return MOST_SEEDS + 1;
    }
}
