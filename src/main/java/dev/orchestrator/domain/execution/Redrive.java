package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Template.Rendering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one path of repair: what has to be out there for a state, whatever was lost. Sending it again does no harm,
 * because it carries the dispatch numbers it was first decided with.
 */
public final class Redrive {
    /** Everything that is open in this state: its tasks, its timers, its timeout. Empty when it does not run. */
    public List<Effect> effects(ExecutionState state, Outputs outputs) {
        List<Effect> effects = new ArrayList<>();
        Instant timeoutAt = state.lifecycle().timeoutAt();
        if (state.status() != ExecutionStatus.RUNNING || timeoutAt == null) {
            return effects;
        }
        effects.add(new Effect.SetTimeout(state.lifecycle().run(), timeoutAt));
        Draft draft = new Draft(state, new Circumstances(timeoutAt, 0, outputs));
        for (int index = 0; index < state.workflow().dag().size(); index++) {
            Effect effect = effect(draft, index);
            if (effect != null) {
                effects.add(effect);
            }
        }
        return effects;
    }

    /** The config of a node's task as it is, or was, sent in this state. */
    public Rendering config(ExecutionState state, NodeId node, Outputs outputs) {
        Draft draft = new Draft(state, new Circumstances(state.lifecycle().submittedAt(), 0, outputs));
        return draft.config(state.workflow().dag().indexOf(node), Integer.MAX_VALUE);
    }

    private static @Nullable Effect effect(Draft draft, int index) {
        NodeExecution node = draft.node(index);
        Node definition = draft.definition(index);
        if (node.wakeAt() != null) {
            return new Effect.SetTimer(definition.id(), node.dispatch(), node.wakeAt());
        }
        if (!node.isDispatched()) {
            return null;
        }
        if (node.started() != null) {
            return new Effect.GrantStart(definition.id(), node.dispatch(), node.started());
        }
        Instant queuedAt = Objects.requireNonNull(node.changedAt());
        Rendering.Rendered config = config(draft, index);
        return new Effect.DispatchTask(
                definition.id(),
                node.attempt(),
                node.dispatch(),
                config.json(),
                config.secrets(),
                queuedAt,
                node.deferral());
    }

    /** Without a limit: the config was within it when the dispatch was decided, and settings may have changed since. */
    private static Rendering.Rendered config(Draft draft, int index) {
        Rendering rendering = draft.config(index, Integer.MAX_VALUE);
        if (rendering instanceof Rendering.Rendered rendered) {
            return rendered;
        }
        throw new IllegalStateException("a config that was dispatched no longer renders: " + rendering);
    }
}
