package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Dispatch;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Reference;
import dev.orchestrator.domain.definition.Scope;
import dev.orchestrator.domain.execution.NodeState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What templates and conditions see at a point of the journal: outputs of nodes that had completed by then. */
final class Data implements Scope {
    private final Case one;
    private final Fold fold;

    Data(Case one, Fold fold) {
        this.one = one;
        this.fold = fold;
    }

    @Override
    public @Nullable Object root(String name) {
        if (name.equals(Reference.PARAMS)) {
            return fold.params();
        } else if (name.equals(Reference.EXECUTION)) {
            return Map.of(
                    "id", one.id().toString(),
                    "workflow_name", fold.workflow().name(),
                    "submitted_at", fold.submittedAt().toString(),
                    "triggered_at", String.valueOf(fold.triggeredAt()));
        }
        NodeId node = new NodeId(name);
        Fold.Place place = fold.place(node);
        Document output = place.state() == NodeState.COMPLETED
                ? one.history().outputs().get(new Dispatch(node, place.dispatch()))
                : null;
        return output == null ? MISSING : output.tree();
    }
}
