package dev.orchestrator.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.simulation.RandomDags;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the generator draws is read without a problem, and what is made of it holds together. */
class RandomDefinitionsTest {
    private static final int SEEDS = 500;

    private final DefinitionReader reader = Definitions.reader();

    @Test
    void everyDrawnDefinitionIsRead() {
        for (int seed = 0; seed < SEEDS; seed++) {
            DefinitionReader.Reading reading = reader.read(RandomDags.definition(new Random(seed)));
            assertThat(reading.problems()).as("seed %d", seed).isEmpty();
            assertThat(reading.warnings()).as("seed %d", seed).isEmpty();
            assertThat(reading.workflow()).isNotNull();
        }
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertThat(RandomDags.definition(new Random(7))).isEqualTo(RandomDags.definition(new Random(7)));
    }

    @Test
    void theOrderPutsEveryNodeBehindItsDependencies() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Dag dag = Definitions.workflow(RandomDags.definition(new Random(seed)))
                    .dag();
            Order order = dag.order();
            assertThat(order.order()).hasSize(dag.size()).doesNotHaveDuplicates();
            assertThat(order.levels().stream().flatMap(java.util.List::stream)).isEqualTo(order.order());
            for (Node node : dag.nodes()) {
                assertThat(order.order().indexOf(node.id()))
                        .as("seed %d, node %s", seed, node.id())
                        .isGreaterThan(node.dependencies().stream()
                                .mapToInt(order.order()::indexOf)
                                .max()
                                .orElse(-1));
            }
        }
    }
}
