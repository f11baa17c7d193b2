package dev.orchestrator.adapters.out.metrics;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.LateOutcome;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Report;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happens to executions, counted as it is stored: each event once, whoever decided it. */
final class ExecutionMeters {
    private static final List<ExecutionStatus> ENDS =
            Stream.of(ExecutionStatus.values()).filter(ExecutionStatus::isEnded).toList();
    private static final List<NodeState> NODE_ENDS =
            Stream.of(NodeState.values()).filter(NodeState::isEnded).toList();

    private final Counter submitted;
    private final Counter triggered;
    private final Counter revived;
    private final Counter timedOut;
    private final Counter dispatched;
    private final Counter deferred;
    private final Counter lost;
    private final Timer waits;
    private final Map<ExecutionStatus, Counter> ended;
    private final Map<ExecutionStatus, Timer> durations = new EnumMap<>(ExecutionStatus.class);
    private final Map<NodeState, Counter> nodes;
    private final Map<LateOutcome, Counter> late;
    private final Map<ErrorCategory, Counter> retries;
    private final Map<ErrorCategory, Counter> deadLetters;

    ExecutionMeters(Meters meters) {
        this.submitted = meters.counter("workflow.executions.submitted", "Executions stored");
        this.triggered = meters.counter("workflow.executions.triggered", "Executions started");
        this.revived = meters.counter("workflow.executions.revived", "Ended executions that were made to go on");
        this.timedOut =
                meters.counter("workflow.executions.timed.out", "Executions that failed because their timeout passed");
        this.dispatched = meters.counter("workflow.nodes.dispatched", "Tasks put before the workers");
        this.deferred = meters.counter(
                "workflow.nodes.deferred",
                "Dispatches that a handler or a circuit breaker wanted to be made again later");
        this.lost =
                meters.counter("workflow.attempts.lost", "Attempts whose worker fell silent until its lease ran out");
        this.waits =
                meters.timer("workflow.task.wait", "From the decision to dispatch a task to its start at a worker");
        this.ended = meters.counters(
                ExecutionStatus.class, ENDS, "workflow.executions.ended", "status", "Executions ended, by status");
        ENDS.forEach(status -> durations.put(
                status,
                meters.timer(
                        "workflow.execution.duration",
                        "From the trigger of an execution to its end, by status",
                        "status",
                        Meters.word(status))));
        this.nodes =
                meters.counters(NodeState.class, NODE_ENDS, "workflow.nodes.ended", "state", "Nodes ended, by state");
        this.late = meters.counters(
                LateOutcome.class,
                "workflow.reports.late",
                "outcome",
                "Reports of workers that had been given up, which changed nothing, by what they say");
        this.retries = meters.counters(
                ErrorCategory.class,
                "workflow.nodes.retried",
                "category",
                "Failed attempts that another one follows, by category of the failure");
        this.deadLetters = meters.counters(
                ErrorCategory.class,
                "workflow.dead.letters",
                "category",
                "Dead letters written, by category of the failure");
    }

    void recorded(ExecutionState before, ExecutionState after, Entry entry) {
        for (Event event : entry.events()) {
            if (event instanceof Event.OfNode ofNode) {
                recorded(before, ofNode);
            } else if (event instanceof Event.Ended end) {
                ended(after, end.status(), entry.at());
                timedOut.increment(end.reason().equals(Decider.TIMED_OUT) ? 1 : 0);
            } else if (event instanceof Event.Submitted) {
                submitted.increment();
            } else if (event instanceof Event.Triggered) {
                triggered.increment();
            } else if (event instanceof Event.Revived) {
                revived.increment();
            }
        }
    }

    private void ended(ExecutionState after, ExecutionStatus status, Instant at) {
        Meters.count(ended, status, 1);
        Instant start = after.lifecycle().triggeredAt();
        Timer timer = durations.get(status);
        if (start != null && timer != null) {
            timer.record(Duration.between(start, at));
        }
    }

    private void recorded(ExecutionState before, Event.OfNode event) {
        if (event instanceof Event.NodeQueued) {
            dispatched.increment();
        } else if (event instanceof Event.NodeCompleted done) {
            Meters.count(nodes, NodeState.COMPLETED, 1);
            waited(before, done.node(), done.report());
        } else if (event instanceof Event.NodeRetryScheduled retry) {
            Meters.count(retries, retry.failure().category(), 1);
            failed(before, retry.node(), retry.failure(), retry.report());
        } else if (event instanceof Event.NodeFailed failed) {
            Meters.count(nodes, NodeState.FAILED, 1);
            Meters.count(deadLetters, failed.failure().category(), failed.deadLetter() ? 1 : 0);
            failed(before, failed.node(), failed.failure(), failed.report());
        } else if (event instanceof Event.NodeSkipped) {
            Meters.count(nodes, NodeState.SKIPPED, 1);
        } else if (event instanceof Event.NodeCancelled) {
            Meters.count(nodes, NodeState.CANCELLED, 1);
        } else if (event instanceof Event.NodeDeferred) {
            deferred.increment();
        } else if (event instanceof Event.NodeReportedLate report) {
            Meters.count(late, report.outcome(), 1);
        }
    }

    private void failed(ExecutionState before, NodeId node, Failure failure, Report report) {
        if (failure.category() == ErrorCategory.WORKER_LOST) {
            lost.increment();
        }
        waited(before, node, report);
    }

    private void waited(ExecutionState before, NodeId node, Report report) {
        Instant queued = before.node(node).changedAt();
        Duration wait = between(queued, report.startedAt());
        if (before.node(node).isDispatched() && wait != null) {
            waits.record(wait);
        }
    }

    /** Never negative: the clocks are two. */
    private static @Nullable Duration between(@Nullable Instant from, @Nullable Instant to) {
        if (from == null || to == null) {
            return null;
        }
        return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
    }
}
