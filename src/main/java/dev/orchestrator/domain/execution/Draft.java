package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.Scope;
import dev.orchestrator.domain.definition.Template.Rendering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One decision in the making. Every event is folded as it is recorded, so rules always see what has just happened. */
final class Draft {
    private final Evolution evolution;
    private final Invariants invariants;
    private final Circumstances given;
    private final List<Event> events = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<NodeOutput> outputs = new ArrayList<>();
    private final Map<String, Document> fresh = new HashMap<>();

    Draft(ExecutionState state, Circumstances given) {
        this.evolution = new Evolution(state, given.now());
        this.invariants = new Invariants(evolution);
        this.given = given;
    }

    void record(Event event) {
        invariants.apply(event);
        events.add(event);
    }

    void want(Effect effect) {
        effects.add(effect);
    }

    /** Completes a node, with what it gave. */
    void complete(NodeOutput output, Report report) {
        outputs.add(output);
        fresh.put(output.node().value(), output.document());
        record(new Event.NodeCompleted(output.node(), output.dispatch(), report));
    }

    Circumstances given() {
        return given;
    }

    /** The state as the events so far have made it. */
    Evolution now() {
        return evolution;
    }

    NodeExecution node(int index) {
        return evolution.node(index);
    }

    Node definition(int index) {
        return evolution.workflow().dag().node(index);
    }

    /** The config of a node's next task; one path for the first sending, for each repetition and for whoever looks. */
    Rendering config(int index, int maxChars) {
        return evolution.config(definition(index)).render(scope(), maxChars);
    }

    /** The data that a node's templates may see. */
    Scope scope() {
        return ExecutionScope.of(evolution, this::output);
    }

    private @Nullable Document output(int index) {
        Node node = definition(index);
        Document own = fresh.get(node.id().value());
        if (own != null) {
            return own;
        }
        NodeExecution execution = evolution.node(index);
        return execution.state() == NodeState.COMPLETED ? given.outputs().of(node.id(), execution.dispatch()) : null;
    }

    /** The decision. What an ended execution still wanted done is void: everything live of it is removed. */
    Decision.Accepted done() {
        invariants.finish(events, effects);
        ExecutionState state = evolution.state();
        return new Decision.Accepted(
                state,
                List.copyOf(events),
                state.status().isEnded() ? List.of() : List.copyOf(effects),
                List.copyOf(outputs));
    }
}
