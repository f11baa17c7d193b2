package dev.orchestrator.domain.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The passes of 64 agree with a plain closure on random graphs. */
class AncestryTest {
    @Test
    void agreesWithThePlainClosure() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Topology topology = new Topology(graph(random, 1 + random.nextInt(300)));
            int size = topology.parents().length;
            int[] nodes = random.ints(2_000, 0, size).toArray();
            int[] asked = random.ints(2_000, 0, size).toArray();

            BitSet refuted = new Ancestry(topology).refuted(nodes, asked);

            BitSet[] closure = closure(topology);
            for (int i = 0; i < nodes.length; i++) {
                assertThat(refuted.get(i))
                        .as("seed %d, pair %d", seed, i)
                        .isNotEqualTo(closure[nodes[i]].get(asked[i]));
            }
        }
    }

    /** Edges run from smaller to larger numbers of a shuffled row. */
    private static int[][] graph(Random random, int size) {
        int[] row = random.ints(0, size).distinct().limit(size).toArray();
        int[][] parents = new int[size][];
        for (int i = 0; i < size; i++) {
            int at = i;
            int count = i == 0 ? 0 : random.nextInt(4);
            parents[row[i]] = random.ints(count, 0, Math.max(at, 1))
                    .map(place -> row[place])
                    .distinct()
                    .toArray();
        }
        return parents;
    }

    private static BitSet[] closure(Topology topology) {
        BitSet[] closure = new BitSet[topology.parents().length];
        Arrays.setAll(closure, node -> new BitSet());
        for (int node : topology.order()) {
            for (int parent : topology.parents()[node]) {
                closure[node].set(parent);
                closure[node].or(closure[parent]);
            }
        }
        return closure;
    }
}
