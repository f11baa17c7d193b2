package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;

/** The stored outputs of an execution. The decider asks only for nodes that completed and that a template refers to. */
@FunctionalInterface
public interface Outputs {
    /** The output of a completed dispatch; an unchecked exception when it was not loaded, which is a bug of the caller. */
    Document of(NodeId node, int dispatch);
}
