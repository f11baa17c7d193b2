package dev.orchestrator.ports.out;

import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The workers' side of the work: take, keep, finish. */
public interface TaskQueue {
    /**
     * Takes tasks and a lease on each, at most as many as there are slots; waits for the first as long as patience
     * lasts. Doubles, and tasks of executions that are not live, are dropped and not returned.
     */
    CompletionStage<List<Task>> take(Demand demand);

    /** Extends the leases that the worker still holds, never beyond the attempt's own deadline. */
    CompletionStage<Map<Task.Key, Beat>> beat(String worker, Collection<Task.Key> held, Duration lease);

    /**
     * Asks for the start of a task that may be started once; to be repeated until the answer is not {@link Start#ASKED}.
     * Only a start that stands in the journal is granted, and only to the claim that stands there.
     */
    CompletionStage<Start> askToStart(Task task, Claim claim);

    /**
     * Says how a dispatch ended: sends the completion, closes the task, drops the lease, in one move. A double changes
     * nothing. Without a lease (the store was rebuilt) the completion is sent all the same; the decider judges it.
     */
    CompletionStage<Void> complete(Task task, Outcome outcome, Report report);

    /** Gives tasks that were taken and not started back to their queues. */
    CompletionStage<Void> handBack(String worker, Collection<Task> tasks);

    /** @param queues where to look; all are looked at in turn, so that none starves */
    record Demand(String worker, List<String> queues, int slots, Duration lease, Duration patience) {}

    enum Start {
        /** The journal has this very claim: call the handler, once. */
        GRANTED,
        /** Somebody else may start it, or nobody any more: drop the task. */
        REFUSED,
        /** Not decided yet. */
        ASKED
    }

    enum Beat {
        HELD,
        /** The execution ended or the node was cancelled: stop the handler. */
        CANCEL,
        /** Somebody else has the dispatch, or a later one is out: stop the handler, its report will be refused. */
        LOST
    }
}
