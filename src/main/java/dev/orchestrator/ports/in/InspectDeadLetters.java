package dev.orchestrator.ports.in;

import dev.orchestrator.domain.definition.Template.Rendering;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Everything about one dead letter. A failed stage is an outage. */
public interface InspectDeadLetters {
    CompletionStage<Optional<Detail>> detail(UUID letter);

    record Detail(Letter letter, Run run, History history, Config config) {}

    /** How its execution stands now. */
    record Run(WorkflowId workflow, ExecutionStatus status, String reason) {}

    /**
     * What happened to the node, oldest first.
     *
     * @param left out so many tries that were before the ones shown
     */
    record History(List<Try> tries, List<Revival> revivals, int left) {}

    /**
     * One dispatch of the node, or a failure without any.
     *
     * @param revival the one that it belongs to; 0 before the first
     * @param queuedAt null where the node failed before it could be sent
     * @param end null while it is out
     */
    record Try(int attempt, int dispatch, int revival, @Nullable Instant queuedAt, @Nullable End end) {}

    /**
     * @param failure null where it did not fail
     * @param again when the node is dispatched next, where a timer holds it
     */
    record End(EndKind kind, Instant at, Report report, @Nullable Failure failure, @Nullable Instant again) {}

    enum EndKind {
        COMPLETED,
        RETRIED,
        DEFERRED,
        FAILED,
        CANCELLED
    }

    /** @param config what the node's tasks are rendered from since then; null where that did not change */
    record Revival(int number, Instant at, @Nullable Map<String, Object> config) {}

    /**
     * @param defined as it stands now, with its templates; null when the node has none
     * @param isPatched whether an operator changed it for this execution
     * @param dispatch the last one that was made, or could not be
     * @param rendering what its handler got, without secrets; or why there is none
     */
    record Config(@Nullable Object defined, boolean isPatched, int dispatch, @Nullable Rendering rendering) {}
}
