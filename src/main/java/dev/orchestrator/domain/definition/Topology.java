package dev.orchestrator.domain.definition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A graph of numbered nodes, sorted by Kahn's algorithm (Kahn, "Topological sorting of large networks", 1962) in
 * O(nodes + edges).
 *
 * <p>Nodes come in the order of their levels, and within a level as they become free, the first ones in the order of the
 * definition. A node that waits for a cycle has no place in the order.
 */
final class Topology {
    private static final int MOST_CYCLES = 20;

    private final int[][] parents;
    private final int[] order;
    private final int[] levels;
    private int sorted;

    /** @param parents of each node the distinct numbers of those that it depends on */
    Topology(int[][] parents) {
        this.parents = parents;
        this.order = new int[parents.length];
        this.levels = new int[parents.length];
        sort();
    }

    int[][] parents() {
        return parents;
    }

    /** The nodes, each after its parents; those on or behind a cycle are missing. */
    int[] order() {
        return Arrays.copyOf(order, sorted);
    }

    /** The longest way from a root to this node. */
    int level(int node) {
        return levels[node];
    }

    boolean hasCycle() {
        return sorted < order.length;
    }

    /** Some cycles that have no node in common, each as nodes of which the next depends on the one before. */
    List<List<Integer>> cycles() {
        List<List<Integer>> cycles = new ArrayList<>();
        Topology rest = this;
        while (rest.hasCycle() && cycles.size() < MOST_CYCLES) {
            List<Integer> cycle = rest.cycle();
            cycles.add(cycle);
            rest = rest.without(cycle);
        }
        return cycles;
    }

    private Topology without(List<Integer> cycle) {
        int[][] rest = parents.clone();
        cycle.forEach(node -> rest[node] = new int[0]);
        return new Topology(rest);
    }

    /** Walks up: a node that was left over has a parent that was left over too, so the walk must meet itself. */
    private List<Integer> cycle() {
        boolean[] free = new boolean[order.length];
        for (int i = 0; i < sorted; i++) {
            free[order[i]] = true;
        }
        int node = 0;
        while (free[node]) {
            node++;
        }
        boolean[] walked = new boolean[order.length];
        while (!walked[node]) {
            walked[node] = true;
            node = stuckParent(node, free);
        }
        return cycleOf(node, free);
    }

    private List<Integer> cycleOf(int entry, boolean[] free) {
        List<Integer> upwards = new ArrayList<>();
        int node = entry;
        do {
            upwards.add(node);
            node = stuckParent(node, free);
        } while (node != entry);
        Collections.reverse(upwards);
        Collections.rotate(upwards, -upwards.indexOf(Collections.min(upwards)));
        return upwards;
    }

    private int stuckParent(int node, boolean[] free) {
        for (int parent : parents[node]) {
            if (!free[parent]) {
                return parent;
            }
        }
        throw new IllegalStateException("a node that is not free has a parent that is not");
    }

    private void sort() {
        int[][] children = children();
        int[] waiting = new int[parents.length];
        for (int node = 0; node < parents.length; node++) {
            waiting[node] = parents[node].length;
            if (waiting[node] == 0) {
                order[sorted++] = node;
            }
        }
        for (int next = 0; next < sorted; next++) {
            int node = order[next];
            for (int child : children[node]) {
                levels[child] = Math.max(levels[child], levels[node] + 1);
                if (--waiting[child] == 0) {
                    order[sorted++] = child;
                }
            }
        }
    }

    private int[][] children() {
        int[] counts = new int[parents.length];
        for (int[] some : parents) {
            for (int parent : some) {
                counts[parent]++;
            }
        }
        int[][] children = new int[parents.length][];
        Arrays.setAll(children, node -> new int[counts[node]]);
        for (int child = parents.length - 1; child >= 0; child--) {
            for (int parent : parents[child]) {
                children[parent][--counts[parent]] = child;
            }
        }
        return children;
    }
}
