package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.twins.InMemoryHotStore;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The twin and the real one answer the same to the same history. A seed is one history. */
class TwinComparisonTest {
    private static final long FIRST = Long.getLong("seed", 1);
    private static final int SEEDS = Integer.getInteger("seeds", 25);
    private static final int STEPS = 80;

    static LongStream seeds() {
        return LongStream.range(FIRST, FIRST + SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothTellTheSameStory(long seed) {
        List<String> twin = new RandomHistory(new InMemoryHotStore(), new Random(seed)).play(STEPS);
        try (RealHotStore hot = new RealHotStore(RedisShape.DEFAULT)) {
            List<String> real = new RandomHistory(hot, new Random(seed)).play(STEPS);
            assertThat(real).as("seed %d", seed).isEqualTo(twin);
        }
    }
}
