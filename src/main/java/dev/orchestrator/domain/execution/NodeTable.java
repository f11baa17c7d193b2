package dev.orchestrator.domain.execution;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The nodes of an execution as a value: an array in chunks, of which a change copies only those it touches.
 *
 * <p>A decision about one node of 10,000 copies one chunk of 64 and the list of chunks, once, however many events it makes.
 */
final class NodeTable {
    private static final int SHIFT = 6;
    private static final int CHUNK = 1 << SHIFT;

    private final NodeExecution[][] chunks;
    private final int size;
    private final int open;
    private final int failed;

    private NodeTable(NodeExecution[][] chunks, int size, int open, int failed) {
        this.chunks = chunks;
        this.size = size;
        this.open = open;
        this.failed = failed;
    }

    static NodeTable of(int size, IntFunction<NodeExecution> initial) {
        NodeExecution[][] chunks = new NodeExecution[(size + CHUNK - 1) >> SHIFT][];
        for (int c = 0; c < chunks.length; c++) {
            int first = c << SHIFT;
            chunks[c] = new NodeExecution[Math.min(CHUNK, size - first)];
            Arrays.setAll(chunks[c], i -> initial.apply(first + i));
        }
        return new NodeTable(
                chunks, size, count(chunks, node -> !node.state().isEnded()), count(chunks, NodeTable::hasFailed));
    }

    private static int count(NodeExecution[][] chunks, Predicate<NodeExecution> which) {
        return (int) Arrays.stream(chunks).flatMap(Arrays::stream).filter(which).count();
    }

    private static boolean hasFailed(NodeExecution node) {
        return node.state() == NodeState.FAILED;
    }

    int size() {
        return size;
    }

    NodeExecution get(int index) {
        return chunks[index >> SHIFT][index & (CHUNK - 1)];
    }

    /** How many nodes have not ended. */
    int open() {
        return open;
    }

    /** How many nodes ended FAILED. */
    int failed() {
        return failed;
    }

    /** How many chunks are not shared with the other table: what the changes between the two have copied. */
    int chunksUnlike(NodeTable other) {
        return (int) IntStream.range(0, chunks.length)
                .filter(c -> chunks[c] != other.chunks[c])
                .count();
    }

    Editor edit() {
        return new Editor(this);
    }

    /** A copy in the making, confined to one decision. */
    static final class Editor {
        private final NodeTable origin;
        private final NodeExecution[][] chunks;
        private int open;
        private int failed;

        private Editor(NodeTable origin) {
            this.origin = origin;
            this.chunks = origin.chunks.clone();
            this.open = origin.open;
            this.failed = origin.failed;
        }

        NodeExecution get(int index) {
            return chunks[index >> SHIFT][index & (CHUNK - 1)];
        }

        void set(int index, NodeExecution node) {
            int chunk = index >> SHIFT;
            if (chunks[chunk] == origin.chunks[chunk]) {
                chunks[chunk] = chunks[chunk].clone();
            }
            NodeExecution old = chunks[chunk][index & (CHUNK - 1)];
            chunks[chunk][index & (CHUNK - 1)] = node;
            open += (node.state().isEnded() ? 0 : 1) - (old.state().isEnded() ? 0 : 1);
            failed += (NodeTable.hasFailed(node) ? 1 : 0) - (NodeTable.hasFailed(old) ? 1 : 0);
        }

        int open() {
            return open;
        }

        int failed() {
            return failed;
        }

        /** The value; the editor must not be used afterwards. */
        NodeTable done() {
            return new NodeTable(chunks, origin.size, open, failed);
        }
    }
}
