package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a workflow of what a user sent, or names everything that is wrong with it at once.
 *
 * <p>Fields that are missing or of the wrong type come first, then what is wrong with the graph, then with templates and
 * conditions. A reading never throws, whatever it is given, and takes time in proportion to the definition, for references
 * at most times a 64th of the number of nodes.
 */
public final class DefinitionReader {
    private static final List<String> FIELDS = List.of("name", "dag", "timeout_seconds", "on_failure", "$schema");
    private static final List<String> DAG_FIELDS = List.of("nodes");
    private static final int LONGEST_NAME = 255;

    private final Limits limits;
    private final Defaults defaults;
    private final boolean simulation;

    /** Reads as a definition is read when nothing is simulated. */
    public DefinitionReader(Limits limits, Defaults defaults) {
        this(limits, defaults, false);
    }

    /** @param simulation whether handlers may be simulated, which lets a definition leave out what they need */
    public DefinitionReader(Limits limits, Defaults defaults, boolean simulation) {
        this.limits = limits;
        this.defaults = defaults;
        this.simulation = simulation;
    }

    /** Reads stored definitions, which were checked against the limits and settings of their time. */
    public static DefinitionReader ofStored(Defaults defaults) {
        return new DefinitionReader(Limits.NONE, defaults, true);
    }

    /** Reads a definition given as JSON in JDK types. Never throws for any input. */
    public Reading read(@Nullable Object definition) {
        Problems problems = new Problems();
        boolean isSafe = new TreeCheck(limits, problems).passes(definition);
        Workflow workflow = isSafe ? workflow(definition, problems) : null;
        return new Reading(problems.none() ? workflow : null, problems.inOrder(), problems.warnings());
    }

    /**
     * @param workflow null when there is a problem
     * @param problems what is wrong, worst kind first; empty when a workflow was made
     * @param warnings what was ignored
     */
    public record Reading(@Nullable Workflow workflow, List<Problem> problems, List<Problem> warnings) {}

    private @Nullable Workflow workflow(@Nullable Object definition, Problems problems) {
        Fields root = Fields.of(definition, "a definition", Pointer.ROOT, problems);
        if (root == null) {
            return null;
        }
        Suggestions suggestions = new Suggestions();
        root.warnOfOthers(FIELDS, suggestions);
        String name = root.requiredText("name", LONGEST_NAME);
        Duration timeout = root.seconds("timeout_seconds", Fields.LEAST_TIME, defaults.executionTimeout());
        OnFailure onFailure = root.choice("on_failure", OnFailure.class);
        List<NodeDraft> drafts = drafts(root, suggestions, problems);
        checkGraph(drafts, suggestions, problems);
        if (name == null || !problems.none()) {
            return null;
        }
        Map<String, NodeId> ids = new HashMap<>();
        List<Node> nodes = drafts.stream().map(draft -> draft.build(ids)).toList();
        return new Workflow(name, new Dag(nodes), timeout, onFailure == null ? OnFailure.FAIL_FAST : onFailure);
    }

    private List<NodeDraft> drafts(Fields root, Suggestions suggestions, Problems problems) {
        Fields dag = Fields.of(root.get("dag"), "'dag'", root.at("dag"), problems);
        if (dag == null) {
            return List.of();
        }
        dag.warnOfOthers(DAG_FIELDS, suggestions);
        List<?> nodes = nodes(dag, problems);
        NodeReader reader =
                new NodeReader(limits, defaults, new ConfigCheck(simulation, problems), suggestions, problems);
        List<NodeDraft> drafts = new ArrayList<>(nodes.size());
        for (Object node : nodes) {
            drafts.add(reader.read(node, dag.at("nodes").item(drafts.size())));
        }
        return drafts;
    }

    /** The nodes, or none of them when there are more than allowed. */
    private List<?> nodes(Fields dag, Problems problems) {
        Pointer at = dag.at("nodes");
        if (dag.get("nodes") == null) {
            problems.shape(at, "the field 'nodes' is missing", "add the list of nodes");
        }
        List<?> nodes = dag.list("nodes");
        if (nodes == null || dag.get("nodes") == null) {
            return List.of();
        }
        if (nodes.isEmpty()) {
            problems.add(Code.EMPTY_WORKFLOW, at, "a workflow without nodes", "add a node");
        }
        boolean fits = isWithin(limits.nodes(), nodes.size(), "nodes", at, problems)
                && isWithin(limits.edges(), edges(nodes), "dependencies", at, problems);
        return fits ? nodes : List.of();
    }

    private static boolean isWithin(int most, long count, String what, Pointer at, Problems problems) {
        if (count > most) {
            problems.add(
                    Code.LIMIT_EXCEEDED,
                    at,
                    count + " " + what + " are more than the " + most + " allowed",
                    "split the workflow, or raise the limit");
        }
        return count <= most;
    }

    private static long edges(List<?> nodes) {
        long edges = 0;
        for (Object node : nodes) {
            if (node instanceof Map<?, ?> fields && fields.get("dependencies") instanceof List<?> dependencies) {
                edges += dependencies.size();
            }
        }
        return edges;
    }

    private static void checkGraph(List<NodeDraft> drafts, Suggestions suggestions, Problems problems) {
        GraphCheck graph = new GraphCheck(drafts, suggestions, problems);
        Topology topology = graph.check();
        ReferenceCheck references = new ReferenceCheck(graph.indexes(), suggestions, problems);
        for (int i = 0; i < drafts.size(); i++) {
            references.add(i, drafts.get(i));
        }
        if (graph.isWhole()) {
            references.checkAncestors(topology);
        }
    }
}
