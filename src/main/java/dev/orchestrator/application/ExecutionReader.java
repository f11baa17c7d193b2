package dev.orchestrator.application;

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
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.LiveState.LiveExecution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What clients see. States are folded from the journal; the hot state tells which version is the latest, so that polling
 * an execution that stands still reads PostgreSQL once, and which nodes a worker holds.
 */
public final class ExecutionReader implements ReadExecutions {
    private final Loader loader;
    private final Journal journal;
    private final LiveState live;
    private final Executions executions;
    private final EndWatch ends;
    private final StateCache known = new StateCache();

    public ExecutionReader(Loader loader, Journal journal, LiveState live, Executions executions, EndWatch ends) {
        this.loader = loader;
        this.journal = journal;
        this.live = live;
        this.executions = executions;
        this.ends = ends;
    }

    @Override
    public CompletionStage<Optional<ExecutionView>> status(ExecutionId id) {
        return look(id).thenApply(sight -> sight.map(it -> Views.of(it.state(), it.live())));
    }

    @Override
    public CompletionStage<Optional<ExecutionView>> awaitEnd(ExecutionId id, Duration patience) {
        return ends.await(id, patience, () -> status(id));
    }

    @Override
    public CompletionStage<Optional<Results>> results(ExecutionId id) {
        return look(id).thenCompose(sight -> sight.isEmpty()
                ? CompletableFuture.completedStage(Optional.empty())
                : results(sight.get()).thenApply(Optional::of));
    }

    @Override
    public CompletionStage<Page> list(Filter filter) {
        return executions
                .list(new Executions.Query(
                        filter.status(), filter.name(), filter.since(), filter.before(), filter.limit() + 1))
                .thenApply(rows -> page(rows, filter.limit()));
    }

    /** An execution as it stands, and what is live of it. */
    private record Sight(ExecutionState state, Optional<LiveExecution> live) {}

    /**
     * Where the hot state has the execution, its version is shown and none that the journal has beyond it: all processes
     * then agree, and a client that asks one after another sees no version go back.
     */
    private CompletionStage<Optional<Sight>> look(ExecutionId id) {
        ExecutionState before = known.get(id);
        if (before != null && before.status().isEnded()) {
            return journaled(id, Loader.LATEST).thenApply(state -> state.map(it -> new Sight(it, Optional.empty())));
        }
        return live.read(id).exceptionally(outage -> Optional.empty()).thenCompose(hot -> at(
                        id, hot.map(LiveExecution::version).orElse(Loader.LATEST))
                .thenApply(state -> state.map(it -> new Sight(it, hot))));
    }

    private CompletionStage<Optional<ExecutionState>> at(ExecutionId id, int version) {
        ExecutionState before = known.get(id);
        return before != null && version <= before.version()
                ? CompletableFuture.completedStage(Optional.of(before))
                : journaled(id, version);
    }

    /** The state as the journal has it; never older than one shown before. */
    private CompletionStage<Optional<ExecutionState>> journaled(ExecutionId id, int version) {
        ExecutionState before = known.get(id);
        CompletionStage<Optional<ExecutionState>> found = before == null
                ? loader.state(id, version)
                : loader.refresh(before, version).thenApply(Optional::of);
        return found.thenApply(state -> state.map(known::newest));
    }

    private CompletionStage<Results> results(Sight sight) {
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
            return CompletableFuture.completedStage(new Results(view, Map.of()));
        }
        return journal.outputs(names.keySet()).thenApply(found -> new Results(view, byName(names, found)));
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
