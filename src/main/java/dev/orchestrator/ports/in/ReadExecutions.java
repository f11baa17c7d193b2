package dev.orchestrator.ports.in;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a client may see. Nothing is shown before it is durable, and no version goes backwards. */
public interface ReadExecutions {
    CompletionStage<Optional<ExecutionView>> status(ExecutionId id);

    /** The same once the execution has ended, or as it stands when the patience is over. */
    CompletionStage<Optional<ExecutionView>> awaitEnd(ExecutionId id, Duration patience);

    /** The outputs of the nodes that completed, by node id, in the order of the definition. */
    CompletionStage<Optional<Results>> results(ExecutionId id);

    CompletionStage<Page> list(Filter filter);

    record Results(ExecutionView view, Map<String, Document> outputs) {}

    /** @param before the cursor of the previous page: its last execution */
    record Filter(
            @Nullable ExecutionStatus status,
            @Nullable String name,
            @Nullable Instant since,
            @Nullable ExecutionId before,
            int limit) {}

    /** @param next the cursor of the next page, or null after the last */
    record Page(List<ExecutionSummary> executions, @Nullable ExecutionId next) {}
}
