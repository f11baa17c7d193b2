package dev.orchestrator.application;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.in.InspectDeadLetters.End;
import dev.orchestrator.ports.in.InspectDeadLetters.EndKind;
import dev.orchestrator.ports.in.InspectDeadLetters.History;
import dev.orchestrator.ports.in.InspectDeadLetters.Revival;
import dev.orchestrator.ports.in.InspectDeadLetters.Try;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers from the journal what happened to one node; of many tries the latest. */
final class NodeHistory {
    private static final int MOST_TRIES = 200;
    private static final int MOST_REVIVALS = 20;

    private final NodeId node;
    private final ArrayDeque<Try> tries = new ArrayDeque<>();
    private final ArrayDeque<Revival> revivals = new ArrayDeque<>();
    private int left;
    private int revived;
    private @Nullable ExecutionState sent;

    NodeHistory(NodeId node) {
        this.node = node;
    }

    /** Takes note of the next version; {@code after} is the state that it made. */
    void add(Entry entry, ExecutionState after) {
        for (Event event : entry.events()) {
            if (event instanceof Event.OfNode mine && mine.node().equals(node)) {
                add(event, entry.at(), after);
            }
        }
    }

    History done() {
        return new History(List.copyOf(tries), List.copyOf(revivals), left);
    }

    /** The state in which the node was sent last, or failed because it could not be sent; null when neither was. */
    @Nullable
    ExecutionState sent() {
        return sent;
    }

    private void add(Event event, Instant at, ExecutionState after) {
        if (event instanceof Event.NodeQueued queued) {
            begin(new Try(queued.attempt(), queued.dispatch(), revived, at, null), after);
        } else if (event instanceof Event.NodeCompleted done) {
            end(new End(EndKind.COMPLETED, at, done.report(), null, null));
        } else if (event instanceof Event.NodeRetryScheduled retry) {
            end(new End(EndKind.RETRIED, at, retry.report(), retry.failure(), retry.retryAt()));
        } else if (event instanceof Event.NodeDeferred deferred) {
            end(new End(
                    EndKind.DEFERRED, at, Report.NONE, null, deferred.deferral().until()));
        } else if (event instanceof Event.NodeFailed failed) {
            failed(failed, at, after);
        } else if (event instanceof Event.NodeCancelled) {
            end(new End(EndKind.CANCELLED, at, Report.NONE, null, null));
        } else if (event instanceof Event.NodeRevived it) {
            revivals.add(new Revival(++revived, at, it.config()));
            if (revivals.size() > MOST_REVIVALS) {
                revivals.remove();
            }
        }
    }

    /** A node whose config cannot be made fails without a dispatch of its own. */
    private void failed(Event.NodeFailed event, Instant at, ExecutionState after) {
        Failure failure = event.failure();
        Try last = tries.peekLast();
        if (last == null || last.end() != null) {
            begin(new Try(0, event.dispatch(), revived, null, null), after);
        }
        end(new End(EndKind.FAILED, at, event.report(), failure, null));
    }

    private void begin(Try next, ExecutionState after) {
        sent = after;
        tries.add(next);
        if (tries.size() > MOST_TRIES) {
            tries.remove();
            left++;
        }
    }

    private void end(End end) {
        Try last = tries.pollLast();
        if (last != null) {
            tries.add(
                    last.end() == null
                            ? new Try(last.attempt(), last.dispatch(), last.revival(), last.queuedAt(), end)
                            : last);
        }
    }
}
