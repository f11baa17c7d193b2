package dev.orchestrator.checker;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import org.jspecify.annotations.Nullable;

/**
 * A promise that was not kept.
 *
 * @param rule the words of the rule
 * @param execution null when it is about the run as a whole
 * @param node null when it is about the execution as a whole
 */
public record Violation(
        String rule, @Nullable ExecutionId execution, @Nullable NodeId node, String expected, String seen) {
    @Override
    public String toString() {
        String where = (execution == null ? "" : " execution " + execution) + (node == null ? "" : " node " + node);
        return "[" + rule + "]" + where + ": expected " + expected + "; seen: " + seen;
    }
}
