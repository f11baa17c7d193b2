package dev.orchestrator.checker;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.out.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one run, gathered when it is over and everything should be at rest. Values only; whoever ran the
 * processes, or simulated them, gathers it.
 *
 * <p>All instants are of one machine's clock, or of the one virtual clock.
 *
 * @param journal the history of every execution that is stored
 * @param clients what clients asked and were told
 * @param ledger what handlers wrote down, in any order
 * @param rest what was left when all should have ended
 * @param faults what was done to the run; empty in a run without faults
 * @param conditions what the judge must know to be neither unjust nor lenient
 */
public record Evidence(
        Map<ExecutionId, History> journal,
        Clients clients,
        List<Line> ledger,
        Rest rest,
        List<Fault> faults,
        Conditions conditions) {

    /**
     * What is stored of one execution.
     *
     * @param entries all of them, by version, from the first
     * @param outputs those of completed dispatches
     * @param row the status that the table of executions shows; null when it was not looked at
     * @param durableAt when a version was committed, for those of which that is known; else its entry's time stands for
     *     it, which is that of the decision and so a little earlier
     */
    public record History(
            Workflow workflow,
            List<Entry> entries,
            Map<Dispatch, Document> outputs,
            @Nullable ExecutionStatus row,
            Map<Integer, Instant> durableAt) {
        public History(
                Workflow workflow,
                List<Entry> entries,
                Map<Dispatch, Document> outputs,
                @Nullable ExecutionStatus row) {
            this(workflow, entries, outputs, row, Map.of());
        }
    }

    /** One sending of a node. */
    public record Dispatch(NodeId node, int number) {}

    /** What the load and the readers recorded. Only what was answered counts as told, except for requests. */
    public record Clients(
            List<Request> requests,
            List<Cancel> cancels,
            List<Retry> retries,
            List<Sighting> sightings,
            List<Results> results,
            List<Notice> notices) {}

    /**
     * A submission. One that got no answer (a connection lost, a time-out, an error of the server) may or may not have made
     * an execution; each sending without an answer is one request.
     *
     * @param workflow the name in the definition, best a name of its own for each request
     * @param execution null when no answer came
     * @param params those of the trigger; null when not to be compared
     * @param triggered whether the trigger was acknowledged, with the submission or later
     * @param answered when the last of these answers came; null when none did
     * @param expected how it must end when no fault strikes; null when anything goes
     */
    public record Request(
            String workflow,
            @Nullable ExecutionId execution,
            @Nullable Map<String, Object> params,
            boolean triggered,
            @Nullable Instant answered,
            @Nullable ExecutionStatus expected) {}

    /** @param won true for 200, false for 409 */
    public record Cancel(ExecutionId execution, Instant answered, boolean won) {}

    /** An operator's retry of a dead letter. @param won true for 200, false for 409 */
    public record Retry(ExecutionId execution, NodeId node, Instant answered, boolean won) {}

    /**
     * An answer about the state of an execution.
     *
     * @param reader who asked; one reader asks one thing after the other
     * @param nodes of those that were shown; empty when not recorded
     */
    public record Sighting(
            String reader,
            ExecutionId execution,
            Instant answered,
            int version,
            ExecutionStatus status,
            Map<NodeId, NodeState> nodes) {}

    /** An answer of {@code GET /results}, after the end. */
    public record Results(ExecutionId execution, Map<NodeId, Document> outputs) {}

    /** Somebody was told, without asking again, how an execution ended: the end of a stream, or of a wait. */
    public record Notice(ExecutionId execution, ExecutionStatus status, Instant at) {}

    /**
     * One line of the ledger.
     *
     * @param worker any name of the process
     * @param leasedAt when the store gave the lease; null when only the handler's own word is known
     * @param input what the handler got, as an object; null when not recorded
     * @param output what the handler gave; null when not recorded or none
     */
    public record Line(
            What what,
            ExecutionId execution,
            NodeId node,
            int attempt,
            int dispatch,
            String worker,
            Instant at,
            @Nullable Instant leasedAt,
            @Nullable Document input,
            @Nullable Document output) {}

    /** What a handler wrote down. */
    public enum What {
        START,
        /** It did its work and gave its output. */
        END,
        FAILED,
        DEFERRED,
        /** It heard of the cancel, or was interrupted. */
        STOPPED
    }

    /**
     * @param letters every dead letter that was ever written, as it stands now
     * @param leftovers the names of what is left in the hot store and should not be
     * @param reconciled how many executions the reconciler found without a reason to wait
     */
    public record Rest(List<Letter> letters, List<String> leftovers, long reconciled) {}

    public record Letter(ExecutionId execution, NodeId node, int dispatch, DeadLetters.Status status) {}

    /** @param until when its cause was gone; for a kill the moment of the kill */
    public record Fault(String name, Instant from, Instant until) {}

    /**
     * @param heartbeat how long after an event workers may still start what they were given before it
     * @param clocks the most by which two clocks differ, and by which times are rounded
     * @param witnessed the handlers that write to the ledger
     * @param asking the handlers that may ask for a longer wait than the backoff of their node
     * @param promptness how long after a handler's end, or after the fault that was at work then, its completion must stand
     *     in the journal
     */
    public record Conditions(
            Duration heartbeat, Duration clocks, Set<String> witnessed, Set<String> asking, Duration promptness) {
        /** With the longest promptness that is promised: nothing waits without a reason for more than 60 s. */
        public Conditions(Duration heartbeat, Duration clocks, Set<String> witnessed, Set<String> asking) {
            this(heartbeat, clocks, witnessed, asking, Duration.ofSeconds(60));
        }
    }
}
