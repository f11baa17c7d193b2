package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts the nodes together: ids are unique, dependencies exist, nothing waits for itself. */
final class GraphCheck {
    /** A longer cycle is shown by its two ends. */
    private static final int LONGEST_SHOWN = 40;

    private final List<NodeDraft> drafts;
    private final Suggestions suggestions;
    private final Problems problems;
    private final Map<String, Integer> indexes = new HashMap<>();
    private boolean whole = true;

    GraphCheck(List<NodeDraft> drafts, Suggestions suggestions, Problems problems) {
        this.drafts = drafts;
        this.suggestions = suggestions;
        this.problems = problems;
    }

    /** The graph of those dependencies that exist. */
    Topology check() {
        for (int i = 0; i < drafts.size(); i++) {
            checkUnique(i);
        }
        int[][] parents = new int[drafts.size()][];
        for (int i = 0; i < parents.length; i++) {
            parents[i] = parents(i);
        }
        Topology topology = new Topology(parents);
        if (topology.hasCycle()) {
            whole = false;
            topology.cycles().forEach(this::refuseCycle);
        }
        return topology;
    }

    /**
     * Tells whether every id and dependency was sound. With one misspelt, ancestors would be missing that are meant to be
     * there.
     */
    boolean isWhole() {
        return whole;
    }

    /** The number of each node by its id. */
    Map<String, Integer> indexes() {
        return indexes;
    }

    private void checkUnique(int index) {
        NodeDraft draft = drafts.get(index);
        Integer first = draft.id() == null ? null : indexes.putIfAbsent(draft.id(), index);
        whole &= draft.id() != null && draft.dependencies() != null && first == null;
        if (first != null) {
            problems.add(
                    Code.DUPLICATE_NODE_ID,
                    draft.at().member("id"),
                    "the id " + Wording.of(draft.id()) + " is taken by the node at "
                            + drafts.get(first).at(),
                    "give each node an id of its own");
        }
    }

    /** The numbers of the parents; one that is named twice counts once. */
    private int[] parents(int index) {
        NodeDraft draft = drafts.get(index);
        List<?> names = draft.dependencies() == null ? List.of() : draft.dependencies();
        int[] parents = new int[names.size()];
        int count = 0;
        int place = 0;
        for (Object name : names) {
            int parent = parent(index, name, draft.at().member("dependencies").item(place++));
            if (parent >= 0) {
                parents[count++] = parent;
            }
        }
        whole &= count == parents.length;
        return Arrays.stream(parents, 0, count).distinct().toArray();
    }

    private int parent(int child, @Nullable Object name, Pointer at) {
        if (!(name instanceof String id)) {
            problems.shape(at, "a dependency is " + Wording.of(name), "name the id of a node, as text");
            return -1;
        }
        if (id.equals(drafts.get(child).id())) {
            refuse(Code.CYCLIC_DEPENDENCY, at, "node '" + id + "' depends on itself: " + id + " → " + id);
            return -1;
        }
        int parent = indexes.getOrDefault(id, -1);
        if (parent < 0) {
            problems.add(
                    Code.INVALID_NODE_REFERENCE,
                    at,
                    "there is no node " + Wording.of(id) + " to depend on",
                    suggestions.hint(id, indexes.keySet(), "add a node of this id, or remove the dependency"));
        }
        return parent;
    }

    private void refuseCycle(List<Integer> cycle) {
        Pointer at = drafts.get(cycle.get(0)).at().member("dependencies");
        refuse(Code.CYCLIC_DEPENDENCY, at, "these nodes wait for each other: " + arrows(cycle));
    }

    private String arrows(List<Integer> cycle) {
        String back = " → " + name(cycle.get(0));
        if (cycle.size() <= LONGEST_SHOWN) {
            return join(cycle) + back;
        }
        int end = LONGEST_SHOWN / 2;
        int size = cycle.size();
        return join(cycle.subList(0, end)) + " → … " + (size - 2 * end) + " more … → "
                + join(cycle.subList(size - end, size)) + back;
    }

    private String join(List<Integer> nodes) {
        return nodes.stream().map(this::name).collect(Collectors.joining(" → "));
    }

    private String name(int node) {
        return Wording.printable(String.valueOf(drafts.get(node).id()));
    }

    private void refuse(Code code, Pointer at, String message) {
        problems.add(code, at, message, "remove one of these dependencies; loops are not possible");
    }
}
