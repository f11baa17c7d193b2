package dev.orchestrator.application;

import dev.orchestrator.application.Sights.Sight;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.in.ExecutionSummary;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.out.Executions;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.OutputKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What clients see of executions: states, outputs and lists. */
public final class ExecutionReader implements ReadExecutions {
    private final Sights sights;
    private final Journal journal;
    private final Executions executions;
    private final EndWatch ends;

    public ExecutionReader(Sights sights, Journal journal, Executions executions, EndWatch ends) {
        this.sights = sights;
        this.journal = journal;
        this.executions = executions;
        this.ends = ends;
    }

    @Override
    public CompletionStage<Optional<ExecutionView>> status(ExecutionId id) {
        return sights.look(id).thenApply(sight -> sight.map(it -> Views.of(it.state(), it.live())));
    }

    @Override
    public CompletionStage<Optional<ExecutionView>> awaitEnd(ExecutionId id, Duration patience) {
        return ends.await(id, patience, () -> status(id));
    }

    @Override
    public CompletionStage<Optional<Results>> results(ExecutionId id) {
        return sights.look(id)
                .thenCompose(sight ->
                        sight.isEmpty() ? CompletableFuture.completedStage(Optional.empty()) : results(sight.get()));
    }

    @Override
    public CompletionStage<Page> list(Filter filter) {
        return executions
                .list(new Executions.Query(
                        filter.status(), filter.name(), filter.since(), filter.before(), filter.limit() + 1))
                .thenApply(rows -> page(rows, filter.limit()));
    }

    private CompletionStage<Optional<Results>> results(Sight sight) {
        Map<OutputKey, String> names = new LinkedHashMap<>();
        ExecutionState state = sight.state();
        for (int index = 0; index < state.workflow().dag().size(); index++) {
            NodeExecution execution = state.node(index);
            Node node = state.workflow().dag().node(index);
            if (execution.state() == NodeState.COMPLETED) {
                names.put(
                        new OutputKey(state.id(), node.id(), execution.dispatch()),
                        node.id().value());
            }
        }
        ExecutionView view = Views.of(state, sight.live());
        if (names.isEmpty()) {
            return CompletableFuture.completedStage(Optional.of(new Results(view, Map.of())));
        }
        return journal.outputs(names.keySet()).thenCompose(found -> {
            Optional<Results> results = Optional.of(new Results(view, byName(names, found)));
            return found.size() == names.size()
                    ? CompletableFuture.completedStage(results)
                    : ifStillThere(state.id(), results);
        });
    }

    /** An execution that ended long ago may be removed between two looks at it. */
    private CompletionStage<Optional<Results>> ifStillThere(ExecutionId id, Optional<Results> results) {
        return journal.load(Map.of(id, Loader.LATEST))
                .thenApply(found -> found.containsKey(id) ? results : Optional.empty());
    }

    private static Map<String, Document> byName(Map<OutputKey, String> names, Map<OutputKey, Document> found) {
        Map<String, Document> outputs = new LinkedHashMap<>();
        names.forEach((key, name) -> {
            Document document = found.get(key);
            if (document != null) {
                outputs.put(name, document);
            }
        });
        return outputs;
    }

    private static Page page(List<Executions.Row> rows, int limit) {
        List<ExecutionSummary> summaries = new ArrayList<>();
        rows.stream().limit(limit).forEach(row -> summaries.add(summary(row)));
        boolean more = rows.size() > limit;
        return new Page(summaries, more ? summaries.get(summaries.size() - 1).id() : null);
    }

    private static ExecutionSummary summary(Executions.Row row) {
        return new ExecutionSummary(
                row.id(),
                row.workflow(),
                row.name(),
                row.status(),
                row.reason(),
                row.submittedAt(),
                row.triggeredAt(),
                row.endedAt());
    }
}
