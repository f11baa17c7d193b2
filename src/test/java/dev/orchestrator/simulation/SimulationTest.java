package dev.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.guarantees.Guarantee;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Hundreds of histories in every build (reliability, section 3); {@code scripts/simulate} runs as many as wanted. */
class SimulationTest {
    private static final int SEEDS = 500;

    @Test
    @Guarantee({"G1", "G2", "G3", "G4", "G5", "G6", "G7", "G9", "G10"})
    void everySeedObeysTheLaws() {
        Long only = Long.getLong("seed");
        long most = Long.getLong("seeds", SEEDS);
        (only == null ? LongStream.rangeClosed(1, most) : LongStream.of(only)).forEach(SimulationTest::run);
    }

    private static void run(long seed) {
        try {
            new Simulation(seed).run();
        } catch (SeedFailed failure) {
            throw new AssertionError(failure.getMessage() + "\n" + failure.history(), failure.getCause());
        }
    }

    @Test
    void aSeedIsAHistory() {
        LongStream.rangeClosed(1, 12).forEach(seed -> assertThat(new Simulation(seed).run())
                .as("hash of the history of seed %d", seed)
                .isEqualTo(new Simulation(seed).run()));
    }
}
