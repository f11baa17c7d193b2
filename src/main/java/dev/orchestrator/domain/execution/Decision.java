package dev.orchestrator.domain.execution;

import java.util.List;

/** The answer to a command: what happened and what is to be done, or why nothing did. */
public sealed interface Decision {
    /**
     * @param state the state after the events
     * @param events never empty
     */
    record Accepted(ExecutionState state, List<Event> events, List<Effect> effects, List<NodeOutput> outputs)
            implements Decision {}

    record Rejected(Rejection reason) implements Decision {}
}
