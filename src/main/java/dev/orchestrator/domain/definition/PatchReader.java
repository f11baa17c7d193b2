package dev.orchestrator.domain.definition;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies a merge patch to the config of one node of a workflow, and holds the result against the rules of submission.
 *
 * <p>Problems point into {@code {"config": patch}}: a merge patch has the shape of what it changes.
 */
public final class PatchReader {
    private final Limits limits;
    private final boolean simulation;

    /** @param simulation whether handlers may be simulated, which lets a config leave out what they need */
    public PatchReader(Limits limits, boolean simulation) {
        this.limits = limits;
        this.simulation = simulation;
    }

    /**
     * @param config the patched config; null when there is a problem
     * @param problems what is wrong, worst kind first
     */
    public record Reading(@Nullable Map<String, Object> config, List<Problem> problems) {}

    /** Never throws for any patch. */
    public Reading read(Dag dag, Node node, @Nullable Object config, @Nullable Object patch) {
        Problems problems = new Problems();
        Map<String, @Nullable Object> sent = new HashMap<>();
        sent.put(ConfigReader.CONFIG, patch);
        boolean isSafe = new TreeCheck(limits, problems).passes(sent);
        if (!isSafe || Fields.of(patch, "'config'", Pointer.ROOT.member(ConfigReader.CONFIG), problems) == null) {
            return new Reading(null, problems.inOrder());
        }
        Map<String, Object> patched = patched(config, patch);
        check(dag, node, patched, problems);
        return new Reading(problems.none() ? patched : null, problems.inOrder());
    }

    @SuppressWarnings("unchecked") // a patch that is an object makes an object whose members have names
    private static Map<String, Object> patched(@Nullable Object config, @Nullable Object patch) {
        Object patched = MergePatch.apply(config, patch);
        return patched == null ? Map.of() : (Map<String, Object>) patched;
    }

    private void check(Dag dag, Node node, Map<String, Object> config, Problems problems) {
        Fields fields = Fields.of(Map.of(ConfigReader.CONFIG, config), "a node", Pointer.ROOT, problems);
        if (fields == null) {
            return;
        }
        Template template = new ConfigReader(limits.configBytes(), new ConfigCheck(simulation, problems), problems)
                .read(fields, node.handler());
        Map<String, Integer> indexes = new HashMap<>();
        dag.nodes().forEach(it -> indexes.put(it.id().value(), indexes.size()));
        ReferenceCheck references = new ReferenceCheck(indexes, new Suggestions(), problems);
        Gate gate = new Gate(node.gate().rule(), null);
        NodeDraft.Work work = new NodeDraft.Work(node.handler(), gate, template, node.policy());
        references.add(
                dag.indexOf(node.id()), new NodeDraft(Pointer.ROOT, node.id().value(), List.of(), work));
        references.checkAncestors(new Topology(dag.parents()));
    }
}
