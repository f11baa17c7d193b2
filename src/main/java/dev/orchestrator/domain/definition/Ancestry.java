package dev.orchestrator.domain.definition;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Tells of many pairs at once whether one node is an ancestor of the other.
 *
 * <p>One pass through the order carries 64 of the asked ancestors as the bits of a word. The worst case, every node asked
 * for in a graph of 10,000 nodes and 100,000 edges, is 157 passes or 17 million steps, in memory that only grows with the
 * number of nodes.
 */
final class Ancestry {
    private final int[][] parents;
    private final int[] order;

    /** @param topology without a cycle */
    Ancestry(Topology topology) {
        this.parents = topology.parents();
        this.order = topology.order();
    }

    /** The places of the pairs ({@code nodes[i]}, {@code asked[i]}) in which the asked one is no ancestor of the node. */
    BitSet refuted(int[] nodes, int[] asked) {
        BitSet refuted = new BitSet();
        int[] targets = Arrays.stream(asked).distinct().toArray();
        int[] slots = new int[parents.length];
        for (int i = 0; i < targets.length; i++) {
            slots[targets[i]] = i;
        }
        int[] next = new int[asked.length];
        int[] heads = chain(asked, slots, next, targets.length);
        for (int block = 0; block < heads.length; block++) {
            long[] above = pass(targets, block * Long.SIZE);
            for (int i = heads[block]; i >= 0; i = next[i]) {
                refuted.set(i, (above[nodes[i]] >>> slots[asked[i]] & 1) == 0);
            }
        }
        return refuted;
    }

    /** Links the pairs whose asked node belongs to the same block; answers the first pair of each block. */
    private static int[] chain(int[] asked, int[] slots, int[] next, int targets) {
        int[] heads = new int[(targets + Long.SIZE - 1) / Long.SIZE];
        Arrays.fill(heads, -1);
        for (int i = 0; i < asked.length; i++) {
            int block = slots[asked[i]] / Long.SIZE;
            next[i] = heads[block];
            heads[block] = i;
        }
        return heads;
    }

    /** Of each node the ancestors among 64 targets, as bits. */
    private long[] pass(int[] targets, int from) {
        long[] own = new long[parents.length];
        for (int i = from; i < Math.min(targets.length, from + Long.SIZE); i++) {
            own[targets[i]] = 1L << i;
        }
        long[] above = new long[parents.length];
        for (int node : order) {
            long bits = 0;
            for (int parent : parents[node]) {
                bits |= above[parent] | own[parent];
            }
            above[node] = bits;
        }
        return above;
    }
}
