package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.Circumstances;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeOutput;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.OutputKey;
import dev.orchestrator.ports.out.Submission;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Everything decided for one execution in one batch: it becomes one version. */
final class Turn {
    private final Held before;
    private final Instant now;
    private final List<Event> events = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<NodeOutput> outputs = new ArrayList<>();
    private final Map<OutputKey, Document> fresh = new HashMap<>();
    private final Map<Request, Decision> decisions = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();
    private ExecutionState state;
    private @Nullable Submission created;

    Turn(Held before, Instant now) {
        this.before = before;
        this.now = now;
        this.state = before.state();
    }

    /** The first version of an execution; the decision that made it has no request of its own. */
    static Turn creating(Decision.Accepted submitted, Submission created, Instant now) {
        Turn turn = new Turn(Held.fresh(submitted.state().atVersion(0)), now);
        turn.created = created;
        turn.accept(submitted);
        return turn;
    }

    void decide(Decider decider, Request request, RandomGenerator chance) {
        Circumstances given = new Circumstances(now, chance.nextDouble(), this::output);
        Decision decision =
                decider.decide(state.atVersion(before.state().version()), request.command(), given);
        requests.add(request);
        decisions.put(request, decision);
        if (decision instanceof Decision.Accepted accepted) {
            accept(accepted);
        }
    }

    boolean changedSomething() {
        return !events.isEmpty();
    }

    ExecutionState before() {
        return before.state();
    }

    ExecutionState after() {
        return state;
    }

    List<Request> requests() {
        return requests;
    }

    Decision decision(Request request) {
        return Objects.requireNonNull(decisions.get(request));
    }

    @Nullable Submission created() {
        return created;
    }

    Held held() {
        return before.advanced(state, fresh);
    }

    List<Event> events() {
        return events;
    }

    Append append(boolean snapshot) {
        return new Append(state, new Entry(state.version(), now, events), outputs, created, snapshot);
    }

    /** The effects that are still wanted after the last decision of this turn. */
    List<Effect> effects() {
        return state.status().isEnded()
                ? List.of()
                : effects.stream().filter(this::stillWanted).toList();
    }

    private boolean stillWanted(Effect effect) {
        if (effect instanceof Effect.DispatchTask task) {
            NodeExecution node = state.node(task.node());
            return node.isDispatched() && node.dispatch() == task.dispatch();
        } else if (effect instanceof Effect.SetTimer timer) {
            NodeExecution node = state.node(timer.node());
            return node.wakeAt() != null && node.dispatch() == timer.dispatch();
        }
        return effect instanceof Effect.SetTimeout timeout
                && timeout.run() == state.lifecycle().run();
    }

    private void accept(Decision.Accepted accepted) {
        state = accepted.state();
        events.addAll(accepted.events());
        effects.addAll(accepted.effects());
        for (NodeOutput output : accepted.outputs()) {
            outputs.add(output);
            int index = state.workflow().dag().indexOf(output.node());
            if (state.workflow().dag().isReferenced(index)) {
                fresh.put(new OutputKey(state.id(), output.node(), output.dispatch()), output.document());
            }
        }
    }

    private Document output(dev.orchestrator.domain.definition.NodeId node, int dispatch) {
        OutputKey key = new OutputKey(state.id(), node, dispatch);
        Document document = fresh.getOrDefault(key, before.outputs().get(key));
        if (document == null) {
            throw new IllegalStateException("the output of " + node + " was not loaded for " + state.id());
        }
        return document;
    }
}
