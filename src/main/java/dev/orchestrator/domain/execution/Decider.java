package dev.orchestrator.domain.execution;

import static dev.orchestrator.domain.execution.ExecutionStatus.CANCELLED;
import static dev.orchestrator.domain.execution.ExecutionStatus.FAILED;
import static dev.orchestrator.domain.execution.ExecutionStatus.PENDING;
import static dev.orchestrator.domain.execution.ExecutionStatus.RUNNING;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All rules about executions: what a command means in a state, decided without a clock, a random number or I/O.
 *
 * <p>Messages arrive at least once and in any order. One guard makes that harmless: a report counts only if it is of the
 * node's latest dispatch and the node still waits for it. A timer that fires is right about the time, whatever the
 * clock says here; its dispatch or run number tells whether it is still wanted. Only one that is early by more than clocks
 * ever disagree comes of a clock that jumped: it is refused and set again, or one jump would time out all that runs.
 */
public final class Decider {
    public static final String TIMED_OUT = "TIMED_OUT";
    /** What a node that was out fails with when its execution times out: not its own doing, so no dead letter. */
    static final Failure EXECUTION_TIMED_OUT =
            new Failure(ErrorCategory.TIMEOUT, TIMED_OUT, "the execution's timeout passed");

    /** The most by which clocks of an installation differ, unless one jumped. */
    static final Duration CLOCKS_AGREE = Duration.ofSeconds(10);

    private final int maxConfigChars;

    /** @param maxConfigChars the longest rendered config that may go into a task, in characters */
    public Decider(int maxConfigChars) {
        this.maxConfigChars = maxConfigChars;
    }

    /** A new execution, which waits for its trigger. */
    public Decision.Accepted submit(ExecutionId id, WorkflowId workflowId, Workflow workflow, Circumstances given) {
        Draft draft = new Draft(Evolution.before(id, workflowId, workflow, given.now()), given);
        draft.record(new Event.Submitted(workflowId));
        return draft.done();
    }

    /** What the command leads to in this state, or why it leads to nothing. */
    public Decision decide(ExecutionState state, Command command, Circumstances given) {
        return command.match(new Command.Cases<Decision>(
                trigger -> trigger(state, trigger, given),
                start -> start(state, start, given),
                complete -> complete(state, complete, given),
                wake -> wake(state, wake, given),
                timeOut -> timeOut(state, timeOut, given),
                cancel -> cancel(state, cancel, given),
                revive -> revive(state, revive, given)));
    }

    private Decision trigger(ExecutionState state, Command.Trigger command, Circumstances given) {
        RequestKey known = state.start().key();
        if (command.key() != null && known != null && known.isOfSameName(command.key())) {
            return rejected(known.equals(command.key()) ? Rejection.REPEATED : Rejection.KEY_REUSED);
        }
        if (state.status() != PENDING) {
            return rejected(state.status().isEnded() ? Rejection.ALREADY_ENDED : Rejection.ALREADY_TRIGGERED);
        }
        Draft draft = new Draft(state, given);
        Instant timeoutAt = given.now().plus(state.workflow().timeout());
        draft.record(
                new Event.Triggered(command.params(), command.simulation(), timeoutAt, command.trace(), command.key()));
        draft.want(new Effect.SetTimeout(draft.now().lifecycle().run(), timeoutAt));
        Flow flow = new Flow(draft, maxConfigChars);
        for (int index = 0; index < state.workflow().dag().size(); index++) {
            if (state.node(index).upstream().isSettled()) {
                flow.consider(index);
            }
        }
        return flow.finish();
    }

    /** The first wish wins; whoever repeats it, or comes later, learns from the hot state whose it was. */
    private static Decision start(ExecutionState state, Command.Start command, Circumstances given) {
        if (state.status() != RUNNING) {
            return rejected(notRunning(state));
        }
        int index = state.workflow().dag().indexOf(command.node());
        if (index < 0) {
            return rejected(Rejection.UNKNOWN_NODE);
        }
        NodeExecution node = state.node(index);
        boolean once = state.workflow().dag().node(index).policy().atMostOnce();
        if (!once || !node.isDispatched() || node.dispatch() != command.dispatch()) {
            return rejected(Rejection.STALE_DISPATCH);
        } else if (node.started() != null) {
            return rejected(Rejection.STARTED_ALREADY);
        }
        Draft draft = new Draft(state, given);
        draft.record(new Event.NodeStarted(command.node(), command.dispatch(), command.claim()));
        draft.want(
                new Effect.GrantStart(command.node(), command.dispatch(), new Started(command.claim(), given.now())));
        return draft.done();
    }

    /** Where a store was rolled back, others may have met a task that somebody runs: what they say of it is void. */
    private static boolean isOfAnother(@Nullable Started started, Command.Complete command) {
        if (started == null) {
            return false;
        }
        String worker = command.report().worker();
        return command.outcome() instanceof Outcome.QueueTimedOut
                || (worker != null && !worker.equals(started.claim().worker()));
    }

    private Decision complete(ExecutionState state, Command.Complete command, Circumstances given) {
        int index = state.workflow().dag().indexOf(command.node());
        if (index < 0) {
            return rejected(Rejection.UNKNOWN_NODE);
        }
        NodeExecution node = state.node(index);
        boolean awaited = state.status() == RUNNING && node.isDispatched() && node.dispatch() == command.dispatch();
        if (!awaited) {
            return node.unheard().contains(command.dispatch())
                    ? late(state, command, given)
                    : rejected(state.status() == RUNNING ? Rejection.STALE_DISPATCH : notRunning(state));
        }
        if (isOfAnother(node.started(), command)) {
            return rejected(Rejection.STARTED_ALREADY);
        }
        Draft draft = new Draft(state, given);
        return new Completion(draft, new Flow(draft, maxConfigChars), index, command.report()).of(command.outcome());
    }

    /** The first word of a worker that had been given up is written down, and nothing more. */
    private static Decision late(ExecutionState state, Command.Complete command, Circumstances given) {
        Optional<LateOutcome> outcome = LateOutcome.of(command.outcome());
        if (outcome.isEmpty()) {
            return rejected(Rejection.STALE_DISPATCH);
        }
        Failure failure = command.outcome() instanceof Outcome.Failed failed ? failed.failure() : null;
        Event.Ended end = state.lifecycle().end().orElse(null);
        Draft draft = new Draft(state, given);
        draft.record(new Event.NodeReportedLate(
                command.node(), command.dispatch(), outcome.get(), failure, command.report(), end));
        return draft.done();
    }

    private Decision wake(ExecutionState state, Command.Wake command, Circumstances given) {
        if (state.status() != RUNNING) {
            return rejected(notRunning(state));
        }
        int index = state.workflow().dag().indexOf(command.node());
        if (index < 0) {
            return rejected(Rejection.UNKNOWN_NODE);
        }
        NodeExecution node = state.node(index);
        if (node.wakeAt() == null || node.dispatch() != command.dispatch()) {
            return rejected(Rejection.STALE_TIMER);
        }
        if (isEarly(node.wakeAt(), given)) {
            return rejected(Rejection.EARLY_TIMER);
        }
        Flow flow = new Flow(new Draft(state, given), maxConfigChars);
        flow.dispatch(index, node.state() == NodeState.RETRYING ? node.attempt() + 1 : node.attempt());
        return flow.finish();
    }

    private Decision timeOut(ExecutionState state, Command.TimeOut command, Circumstances given) {
        if (state.status() != RUNNING || state.lifecycle().run() != command.run()) {
            return rejected(Rejection.STALE_TIMER);
        }
        if (isEarly(Objects.requireNonNull(state.lifecycle().timeoutAt()), given)) {
            return rejected(Rejection.EARLY_TIMER);
        }
        Draft draft = new Draft(state, given);
        for (int index = 0; index < state.workflow().dag().size(); index++) {
            NodeExecution node = state.node(index);
            if (node.state() == NodeState.QUEUED) {
                draft.record(new Event.NodeFailed(
                        draft.definition(index).id(), node.dispatch(), EXECUTION_TIMED_OUT, false, Report.NONE));
            }
        }
        return new Flow(draft, maxConfigChars).stop(FAILED, TIMED_OUT);
    }

    private Decision cancel(ExecutionState state, Command.Cancel command, Circumstances given) {
        if (state.status().isEnded()) {
            return rejected(Rejection.ALREADY_ENDED);
        }
        return new Flow(new Draft(state, given), maxConfigChars).stop(CANCELLED, command.reason());
    }

    private Decision revive(ExecutionState state, Command.Revive command, Circumstances given) {
        if (state.status() != RUNNING && state.status() != FAILED) {
            return rejected(state.status() == PENDING ? Rejection.NOT_TRIGGERED : Rejection.ALREADY_ENDED);
        }
        int index = state.workflow().dag().indexOf(command.node());
        if (index < 0) {
            return rejected(Rejection.UNKNOWN_NODE);
        }
        NodeExecution node = state.node(index);
        boolean isMeant = command.dispatch() == null || command.dispatch() == node.dispatch();
        if (node.state() != NodeState.FAILED || !isMeant) {
            return rejected(Rejection.NOT_A_DEAD_LETTER);
        }
        Draft draft = new Draft(state, given);
        Flow flow = new Flow(draft, maxConfigChars);
        new Revival(state, draft).of(index, command.config()).forEach(flow::consider);
        return flow.finish();
    }

    static boolean isEarly(Instant due, Circumstances given) {
        return due.isAfter(given.now().plus(CLOCKS_AGREE));
    }

    private static Rejection notRunning(ExecutionState state) {
        return state.status() == PENDING ? Rejection.NOT_TRIGGERED : Rejection.ALREADY_ENDED;
    }

    private static Decision rejected(Rejection reason) {
        return new Decision.Rejected(reason);
    }
}
