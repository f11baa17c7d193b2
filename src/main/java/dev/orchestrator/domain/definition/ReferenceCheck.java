package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Holds every reference against the graph: it must name a node that has surely ended before. */
final class ReferenceCheck {
    private final Map<String, Integer> indexes;
    private final Suggestions suggestions;
    private final Problems problems;
    private final List<Mention> mentions = new ArrayList<>();

    ReferenceCheck(Map<String, Integer> indexes, Suggestions suggestions, Problems problems) {
        this.indexes = indexes;
        this.suggestions = suggestions;
        this.problems = problems;
    }

    /** A node's reference to another. */
    private record Mention(int node, int target, Code code, Pointer at, Term.Lookup lookup) {}

    void add(int node, NodeDraft draft) {
        for (Template.Slot slot : draft.work().config().slots()) {
            Pointer at = slot.at().under(draft.at().member("config"));
            if (slot.lookup().reference().isSecret()) {
                checkSecret(at, slot.lookup());
            } else {
                add(node, Code.INVALID_TEMPLATE, at, slot.lookup());
            }
        }
        Condition condition = draft.work().gate().condition();
        if (condition != null) {
            Pointer at = draft.at().member("condition");
            condition.lookups().forEach(lookup -> add(node, Code.INVALID_CONDITION, at, lookup));
        }
    }

    private void checkSecret(Pointer at, Term.Lookup lookup) {
        if (lookup.reference().secret() == null) {
            problems.add(
                    Code.INVALID_TEMPLATE,
                    at,
                    named(lookup) + " names no secret",
                    "write {{ secrets.NAME }}, with letters, digits and '_', and without a default");
        }
    }

    private void add(int node, Code code, Pointer at, Term.Lookup lookup) {
        String root = lookup.reference().root();
        Integer target = indexes.get(root);
        if (target != null) {
            mentions.add(new Mention(node, target, code, at, lookup));
        } else if (lookup.reference().isSecret()) {
            problems.add(
                    code, at, named(lookup) + " names a secret", "only configs may: conditions are decided without");
        } else if (lookup.reference().node() != null) {
            String hint = suggestions.hint(
                    root, indexes.keySet(), "name a node, params or execution; put plain text in quotes");
            problems.add(
                    code, at, named(lookup) + " names the node " + Wording.of(root) + ", which does not exist", hint);
        }
    }

    /** Checks that what is referred to are ancestors; the graph must be without problems. */
    void checkAncestors(Topology topology) {
        int[] nodes = mentions.stream().mapToInt(Mention::node).toArray();
        int[] targets = mentions.stream().mapToInt(Mention::target).toArray();
        BitSet refuted = new Ancestry(topology).refuted(nodes, targets);
        refuted.stream().mapToObj(mentions::get).forEach(this::refuse);
    }

    private void refuse(Mention mention) {
        String root = Wording.of(mention.lookup.reference().root());
        problems.add(
                mention.code,
                mention.at,
                named(mention.lookup) + " names the node " + root
                        + ", which need not have ended before this one starts",
                "add " + root + " to the dependencies, or refer to an ancestor");
    }

    private static String named(Term.Lookup lookup) {
        return "the reference " + Wording.of(lookup.source());
    }
}
