package dev.orchestrator.adapters.out.logs;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.Quarantine;
import dev.orchestrator.ports.out.QueueDepth;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Telemetry;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Tells the story of executions: each event at DEBUG; above it what somebody may want to look at. Codes and ids only:
 * messages of failures, params and outputs may hold what does not belong into a log.
 */
public final class ExecutionLog implements Telemetry {
    private static final Logger LOG = Logger.getLogger(ExecutionLog.class);

    @Override
    public void recorded(ExecutionState before, ExecutionState after, Entry entry) {
        if (LOG.isDebugEnabled()) {
            entry.events().forEach(event -> LOG.logf(level(event), event.match(Words.CASES), subject(after, event)));
        } else {
            entry.events().forEach(event -> tellTrouble(after, event));
        }
    }

    private static void tellTrouble(ExecutionState state, Event event) {
        Level level = level(event);
        if (level != Level.DEBUG) {
            LOG.logf(level, event.match(Words.CASES), subject(state, event));
        }
    }

    private static Level level(Event event) {
        if (event instanceof Event.NodeFailed failed) {
            return failed.deadLetter() ? Level.WARN : Level.DEBUG;
        } else if (event instanceof Event.Ended ended) {
            return ended.reason().equals(Decider.TIMED_OUT) ? Level.WARN : Level.DEBUG;
        }
        boolean unusual = event instanceof Event.Revived || event instanceof Event.NodeReportedLate;
        return unusual ? Level.INFO : Level.DEBUG;
    }

    private static Subject subject(ExecutionState state, Event event) {
        Subject subject = Subject.of(state.id());
        if (event instanceof Event.OfNode ofNode) {
            int index = state.workflow().dag().indexOf(ofNode.node());
            Node node = state.workflow().dag().node(index);
            subject = subject.with(node.id())
                    .with(Subject.HANDLER, node.handler())
                    .with(Subject.ATTEMPT, number(state.node(index).attempt()))
                    .with(Subject.DISPATCH, number(state.node(index).dispatch()))
                    .with(Subject.WORKER, state.node(index).report().worker());
        }
        return subject.with(state.trace());
    }

    private static String number(int value) {
        return Integer.toString(value);
    }

    @Override
    public void committed(int won, int lost, int refused, long nanos) {}

    @Override
    public void rejected(int commands) {}

    @Override
    public void redriven(Cause cause, int executions) {
        boolean usual = cause == Cause.GAP || cause == Cause.REDELIVERED || executions == 0;
        LOG.logf(usual ? Level.DEBUG : Level.INFO, "Re-drove %d executions: %s", executions, cause);
    }

    /** Whoever put it there has told of it. */
    @Override
    public void quarantined(Quarantine.Kind kind, int count) {}

    @Override
    public void lettersClosed(DeadLetters.Status how, int letters) {}

    @Override
    public void queues(List<QueueDepth> depths) {}

    /** What a line says of an event; a percent sign would be read as a place for a parameter. */
    private static final class Words {
        static final Event.Cases<String> CASES = new Event.Cases<>(
                submitted -> "Submitted",
                triggered -> "Triggered",
                queued -> "Dispatched",
                started -> "Let start once",
                completed -> "Completed",
                retry -> "Tried again at " + retry.retryAt() + " after " + code(retry.failure()),
                deferred -> deferred(deferred.deferral()),
                failed -> (failed.deadLetter() ? "Failed for good, a dead letter: " : "Failed: ")
                        + code(failed.failure()),
                skipped -> "Skipped: " + skipped.reason(),
                cancelled -> "Cancelled",
                late -> "A worker that had been given up reported: " + late.outcome(),
                nodeRevived -> "Waits again",
                revived -> "Revived",
                ended -> "Ended " + ended.status());

        private static String deferred(Deferral deferral) {
            String breaker = deferral.breaker();
            return "Deferred until " + deferral.until()
                    + (breaker == null ? "" : " by the breaker " + breaker.replace("%", "%%"));
        }

        private static String code(Failure failure) {
            return failure.code().replace("%", "%%") + " (" + failure.category() + ")";
        }
    }
}
