package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.in.ReadExecutions.Results;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps a client waiting for the end of what it started, and adds the result to the answer. */
@Singleton
class Waiting {
    private static final Logger LOG = Logger.getLogger(Waiting.class);

    private final ReadExecutions executions;

    Waiting(ReadExecutions executions) {
        this.executions = executions;
    }

    /** Adds status, node_statuses and outputs when the execution ends in time; else the answer stays as it is. */
    CompletionStage<Map<String, @Nullable Object>> addResult(
            Map<String, @Nullable Object> answer, ExecutionId id, Duration patience) {
        if (patience.isZero()) {
            return CompletableFuture.completedFuture(answer);
        }
        return executions
                .awaitEnd(id, patience)
                .thenCompose(this::resultsOfEnded)
                .thenApply(results -> {
                    results.ifPresent(found -> add(answer, found));
                    return answer;
                })
                .exceptionally(failure -> {
                    // What the client asked for has happened; not seeing its end must not look like a failure.
                    LOG.warnf("The end of execution %s could not be awaited: %s", id, failure);
                    return answer;
                });
    }

    private CompletionStage<Optional<Results>> resultsOfEnded(Optional<ExecutionView> view) {
        return view.map(ExecutionView::summary)
                .filter(summary -> summary.status().isEnded())
                .map(summary -> executions.results(summary.id()))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private static void add(Map<String, @Nullable Object> answer, Results results) {
        answer.putAll(ExecutionAnswers.results(results));
        answer.put("node_statuses", ExecutionAnswers.nodeStatuses(results.view()));
    }
}
