package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Circumstances;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeOutput;
import dev.orchestrator.domain.execution.Rejection;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.OutputKey;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Mail> mails = new ArrayList<>();
    private ExecutionState state;
    private Mailbox.@Nullable Birth birth;

    Turn(Held before, Instant now) {
        this.before = before;
        this.now = now;
        this.state = before.state();
    }

    /** The first version of an execution; the decision that made it has no mail of its own. */
    static Turn creating(Mailbox.Birth birth) {
        Turn turn = new Turn(Held.fresh(birth.submitted().state().atVersion(0)), birth.at());
        turn.birth = birth;
        turn.accept(birth.submitted());
        return turn;
    }

    void decide(Decider decider, Mail mail, RandomGenerator chance) {
        Circumstances given = new Circumstances(now, chance.nextDouble(), this::output);
        Decision decision = decider.decide(state.atVersion(before.state().version()), mail.command(), given);
        mails.add(mail);
        decisions.add(decision);
        if (decision instanceof Decision.Accepted accepted) {
            accept(accepted);
        }
    }

    /** Timers fired too early and are to be set again, which nothing but a re-drive does. */
    boolean metEarlyTimers() {
        return decisions.contains(new Decision.Rejected(Rejection.EARLY_TIMER));
    }

    /** Somebody met a task that is started, or not to be started, and is to learn so from the hot state. */
    boolean metStartedTasks() {
        return decisions.contains(new Decision.Rejected(Rejection.STARTED_ALREADY))
                || mails.stream().anyMatch(mail -> mail.command() instanceof Command.Start);
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

    List<Mail> mails() {
        return mails;
    }

    /** Tells everybody who asked what was decided. */
    void answer() {
        if (birth != null) {
            birth.answer().complete(birth.submitted());
        }
        for (int i = 0; i < mails.size(); i++) {
            mails.get(i).answer().complete(decisions.get(i));
        }
    }

    /** Tells whether somebody waits for the answer who is no message. */
    boolean hasCallers() {
        return birth != null || mails.stream().anyMatch(mail -> mail.receipt() == null);
    }

    /**
     * Tells callers what was decided, and is durable, while its effects stay out. Who asked for an end must wait: after the
     * answer nothing may start.
     */
    void answerCallers() {
        if (birth != null) {
            birth.answer().complete(birth.submitted());
        }
        for (int i = 0; i < mails.size(); i++) {
            Mail mail = mails.get(i);
            if (mail.receipt() == null && !(mail.command() instanceof Command.Cancel)) {
                mail.answer().complete(decisions.get(i));
            }
        }
    }

    /** Tells whether somebody asked for the end that this turn brings. */
    boolean cancels() {
        return mails.stream().anyMatch(mail -> mail.command() instanceof Command.Cancel)
                && state.status() == ExecutionStatus.CANCELLED;
    }

    /** Tells everybody who asked that it came to nothing. */
    void fail(Throwable failure) {
        if (birth != null) {
            birth.answer().completeExceptionally(failure);
        }
        mails.forEach(mail -> mail.answer().completeExceptionally(failure));
    }

    /** Tells what was stored. */
    void tell(Telemetry telemetry) {
        telemetry.recorded(before.state(), state, entry());
    }

    List<Receipt> receipts() {
        return mails.stream().map(Mail::receipt).filter(Objects::nonNull).toList();
    }

    /** The nodes that the events are about. */
    Set<NodeId> changedNodes() {
        Set<NodeId> nodes = new LinkedHashSet<>();
        events.forEach(event -> {
            if (event instanceof Event.OfNode node) {
                nodes.add(node.node());
            }
        });
        return nodes;
    }

    Held held() {
        return before.advanced(state, fresh);
    }

    Append append(boolean snapshot) {
        return new Append(state, entry(), outputs, birth == null ? null : birth.submission(), snapshot);
    }

    private Entry entry() {
        return new Entry(state.version(), now, events);
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
            return node.isDispatched() && node.dispatch() == task.dispatch() && node.started() == null;
        } else if (effect instanceof Effect.GrantStart grant) {
            NodeExecution node = state.node(grant.node());
            return node.isDispatched() && node.dispatch() == grant.dispatch();
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
            if (state.isReferenced(index)) {
                fresh.put(new OutputKey(state.id(), output.node(), output.dispatch()), output.document());
            }
        }
    }

    private Document output(NodeId node, int dispatch) {
        return outputs.stream()
                .filter(own -> own.dispatch() == dispatch && own.node().equals(node))
                .map(NodeOutput::document)
                .findFirst()
                .orElseGet(() -> before.output(node, dispatch));
    }
}
