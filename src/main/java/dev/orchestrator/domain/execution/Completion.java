package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What one outcome of a node's latest dispatch leads to. A start that stands in the journal (only nodes marked
 * {@code at_most_once} have one) is never followed by another by itself, whatever the outcome and the retry policy say.
 */
record Completion(Draft draft, Flow flow, int index, Report report) {
    /** A handler that ran once may not run again because it asks for it. */
    private static final Failure CALLED_TWICE = new Failure(
            ErrorCategory.PERMANENT,
            "AT_MOST_ONCE",
            "the handler asked to be called again, and its node is marked at_most_once");

    Decision of(Outcome outcome) {
        return outcome.match(
                new Outcome.Cases<>(this::succeeded, this::failed, this::deferred, this::lost, this::queueTimedOut));
    }

    private Decision succeeded(Outcome.Succeeded outcome) {
        NodeExecution node = draft.node(index);
        NodeOutput output = new NodeOutput(draft.definition(index).id(), node.dispatch(), outcome.output());
        flow.complete(index, output, report);
        return flow.finish();
    }

    private Decision failed(Outcome.Failed outcome) {
        Duration atLeast = outcome.retryAfter() == null ? Duration.ZERO : outcome.retryAfter();
        return attemptFailed(outcome.failure(), atLeast);
    }

    private Decision deferred(Outcome.Deferred outcome) {
        NodeExecution node = draft.node(index);
        if (node.started() != null) {
            flow.fail(index, CALLED_TWICE, report);
            return flow.finish();
        }
        Deferral deferral = new Deferral(withinReason(outcome.until()), outcome.reason(), outcome.breaker());
        draft.record(new Event.NodeDeferred(draft.definition(index).id(), node.dispatch(), deferral));
        draft.want(new Effect.SetTimer(draft.definition(index).id(), node.dispatch(), deferral.until()));
        return flow.finish();
    }

    private Decision lost(Outcome.Lost outcome) {
        Failure failure =
                new Failure(ErrorCategory.WORKER_LOST, "WORKER_LOST", "the worker fell silent and its lease ran out");
        return attemptFailed(failure, Duration.ZERO);
    }

    /** Its task was taken out of the queue; where only a clock jumped, it goes back. */
    private Decision queueTimedOut(Outcome.QueueTimedOut outcome) {
        Policy policy = draft.definition(index).policy();
        NodeExecution node = draft.node(index);
        Instant due = Objects.requireNonNull(node.changedAt()).plus(policy.queueTimeout());
        if (Decider.isEarly(due, draft.given())) {
            flow.dispatch(index, node.attempt());
            return flow.finish();
        }
        flow.fail(
                index,
                outcome.served()
                        ? new Failure(
                                ErrorCategory.TIMEOUT,
                                "QUEUE_TIMEOUT",
                                "no worker was free within " + policy.queueTimeout())
                        : new Failure(
                                ErrorCategory.NO_HANDLER, "NO_HANDLER", "no worker serves the queue " + policy.queue()),
                report);
        return flow.finish();
    }

    private Decision attemptFailed(Failure failure, Duration atLeast) {
        NodeExecution node = draft.node(index);
        Policy policy = draft.definition(index).policy();
        if (node.started() != null || !policy.retry().allowsAfter(node.attempt(), failure.category())) {
            flow.fail(index, failure, report);
            return flow.finish();
        }
        Duration delay = policy.retry().delayAfter(node.attempt(), draft.given().chance());
        Instant retryAt = draft.given().now().plus(delay.compareTo(atLeast) < 0 ? atMostTimeout(atLeast) : delay);
        draft.record(
                new Event.NodeRetryScheduled(draft.definition(index).id(), node.dispatch(), failure, retryAt, report));
        draft.want(new Effect.SetTimer(draft.definition(index).id(), node.dispatch(), retryAt));
        return flow.finish();
    }

    /** Nobody waits longer than the execution may run; a wish from outside may be of any length. */
    private Duration atMostTimeout(Duration wish) {
        Duration most = draft.now().workflow().timeout();
        return wish.compareTo(most) < 0 ? wish : most;
    }

    /** From now until the latest time at which the execution can still run. */
    private Instant withinReason(Instant wish) {
        Instant now = draft.given().now();
        Instant latest = now.plus(draft.now().workflow().timeout());
        return wish.isBefore(now) ? now : wish.isBefore(latest) ? wish : latest;
    }
}
