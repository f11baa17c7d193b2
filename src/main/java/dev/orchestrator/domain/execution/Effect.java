package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.SecretSlot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done outside once a decision is durable. Doing it twice does no harm: dispatch numbers fence it. */
public sealed interface Effect {
    /**
     * Put a task before the workers. Handler, queue and time limits are those of the workflow's node.
     *
     * @param config the rendered config, as JSON text without its secrets
     * @param secrets where secrets go in it
     * @param queuedAt when the dispatch was decided; the queue timeout counts from here
     * @param deferral what the handler asked for, when this dispatch follows a deferral
     */
    record DispatchTask(
            NodeId node,
            int attempt,
            int dispatch,
            String config,
            List<SecretSlot> secrets,
            Instant queuedAt,
            @Nullable Deferral deferral)
            implements Effect {
        public DispatchTask(
                NodeId node, int attempt, int dispatch, String config, Instant queuedAt, @Nullable Deferral deferral) {
            this(node, attempt, dispatch, config, List.of(), queuedAt, deferral);
        }
    }

    /**
     * Let the worker that asked start its task, and nobody else. The task itself is not sent again: where its worker is
     * gone, its lease runs out.
     */
    record GrantStart(NodeId node, int dispatch, Started started) implements Effect {}

    /** Wake the node at this time. */
    record SetTimer(NodeId node, int dispatch, Instant at) implements Effect {}

    /** Time the execution out at this time, if it is then still in this run. */
    record SetTimeout(int run, Instant at) implements Effect {}
}
