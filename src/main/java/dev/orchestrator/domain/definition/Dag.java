package dev.orchestrator.domain.definition;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a workflow and the arrows between them, indexed so that one completion costs no more than its children.
 *
 * <p>Nodes are numbered from 0 in the order of the definition.
 */
public final class Dag {
    private static final int[] NONE = {};

    private final List<Node> nodes;
    private final Map<NodeId, Integer> indexes;
    private final int[][] children;
    private final boolean[] referenced;

    /** Takes nodes whose ids are unique and whose dependencies exist and form no cycle. */
    public Dag(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
        this.indexes = new HashMap<>(nodes.size() * 2);
        for (int i = 0; i < nodes.size(); i++) {
            indexes.put(nodes.get(i).id(), i);
        }
        this.children = childrenOf(this.nodes);
        this.referenced = referencedIn(this.nodes);
    }

    public int size() {
        return nodes.size();
    }

    public List<Node> nodes() {
        return nodes;
    }

    public Node node(int index) {
        return nodes.get(index);
    }

    public @Nullable Node find(NodeId id) {
        int index = indexOf(id);
        return index < 0 ? null : nodes.get(index);
    }

    /** The number of a node, or -1 when there is none of that name. */
    public int indexOf(NodeId id) {
        return indexes.getOrDefault(id, -1);
    }

    /** The numbers of the nodes that depend on this one; not to be changed. */
    public int[] children(int index) {
        return children[index];
    }

    /** Of each node the numbers of those that it depends on; computed on each call. */
    int[][] parents() {
        return nodes.stream()
                .map(node ->
                        node.dependencies().stream().mapToInt(this::indexOf).toArray())
                .toArray(int[][]::new);
    }

    /** Tells whether a template or condition of any node looks into this node's output. */
    public boolean isReferenced(int index) {
        return referenced[index];
    }

    /** The order of execution and its levels; computed on each call. */
    public Order order() {
        return Order.of(this);
    }

    private int[][] childrenOf(List<Node> all) {
        int[][] result = new int[all.size()][];
        Arrays.fill(result, NONE);
        int[] counts = new int[all.size()];
        all.forEach(node -> node.dependencies().forEach(parent -> counts[index(parent)]++));
        for (int child = 0; child < all.size(); child++) {
            for (NodeId parent : all.get(child).dependencies()) {
                int at = index(parent);
                if (result[at].length == 0) {
                    result[at] = new int[counts[at]];
                }
                result[at][result[at].length - counts[at]--] = child;
            }
        }
        return result;
    }

    private boolean[] referencedIn(List<Node> all) {
        boolean[] result = new boolean[all.size()];
        for (Node node : all) {
            node.config().references().forEach(reference -> mark(result, reference));
            if (node.gate().condition() != null) {
                node.gate().condition().references().forEach(reference -> mark(result, reference));
            }
        }
        return result;
    }

    private void mark(boolean[] marks, Reference reference) {
        if (reference.node() != null) {
            marks[index(reference.node())] = true;
        }
    }

    private int index(NodeId id) {
        Integer index = indexes.get(id);
        if (index == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return index;
    }
}
