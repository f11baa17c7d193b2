package dev.orchestrator.domain.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a workflow of what a user sent, or names everything that is wrong with it at once. */
public final class DefinitionReader {
    private final Limits limits;
    private final Defaults defaults;

    public DefinitionReader(Limits limits, Defaults defaults) {
        this.limits = limits;
        this.defaults = defaults;
    }

    /** Reads a definition given as JSON in JDK types. Never throws for any input. */
    public Reading read(@Nullable Object definition) {
        throw new UnsupportedOperationException("to be written " + limits + defaults);
    }

    /**
     * @param workflow null when there is a problem
     * @param problems what is wrong, worst kind first; empty when a workflow was made
     * @param warnings what was ignored
     */
    public record Reading(@Nullable Workflow workflow, List<Problem> problems, List<Problem> warnings) {}

    /** The order of execution and the levels (nodes of one level may run side by side), by Kahn's algorithm. */
    public record Order(List<NodeId> order, List<List<NodeId>> levels) {}

    static final Map<String, TriggerRule> TRIGGER_RULES = Map.of();
}
