package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Rejection;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.domain.execution.SkipReason;
import dev.orchestrator.ports.in.CheckDefinitions;
import dev.orchestrator.ports.in.ExecutionSummary;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.in.NodeView;
import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.in.RunExecutions;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers as the application would, from memory. A workflow's name says how its execution goes: {@code ends} at its
 * trigger, {@code outage} fails every call with an outage, {@code bug} with a mistake; any other runs for ever.
 */
@Alternative
@Singleton
public class FakeEngine implements RunExecutions, ReadExecutions, CheckDefinitions {
    static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");
    static final WorkflowId WORKFLOW = new WorkflowId(UUID.fromString("00000000-0000-5000-8000-000000000001"));

    static final ExecutionId ONCE = ExecutionId.of("00000000-0000-7000-8000-00000000beef");

    private final Map<ExecutionId, Run> runs = new ConcurrentHashMap<>();
    private final FakeDefinitions definitions = new FakeDefinitions();
    private volatile RequestKey lastKey;
    private volatile Thread submitter = Thread.currentThread();
    private volatile Filter lastFilter = new Filter(null, null, null, null, 0);
    private volatile Map<String, Object> lastParams = Map.of();

    private record Run(String name, ExecutionStatus status) {}

    RequestKey lastKey() {
        return lastKey;
    }

    Thread submitter() {
        return submitter;
    }

    Filter lastFilter() {
        return lastFilter;
    }

    Map<String, Object> lastParams() {
        return lastParams;
    }

    @Override
    public Check check(Object definition) {
        return definitions.check(definition);
    }

    @Override
    public CompletionStage<Submitted> submit(Request request) {
        submitter = Thread.currentThread();
        lastKey = request.key();
        if (lastKey != null && lastKey.key().equals("repeated")) {
            return done(new Submitted.Stored(ONCE, WORKFLOW, List.of(), true));
        }
        if (lastKey != null && lastKey.key().equals("reused")) {
            return done(new Submitted.KeyReused());
        }
        Check check = check(request.definition());
        if (!check.problems().isEmpty()) {
            return done(new Submitted.Invalid(check.problems()));
        }
        String name = String.valueOf(((Map<?, ?>) request.definition()).get("name"));
        return go(name, () -> {
            ExecutionId id = new ExecutionId(UUID.randomUUID());
            runs.put(id, new Run(name, ExecutionStatus.PENDING));
            if (request.params() != null) {
                start(id, request.params());
            }
            return new Submitted.Stored(id, WORKFLOW, check.warnings(), false);
        });
    }

    @Override
    public CompletionStage<Answer> trigger(ExecutionId id, Map<String, Object> params, RequestKey key) {
        lastKey = key;
        if (key != null && key.key().equals("repeated")) {
            return done(new Answer.Repeated());
        }
        if (key != null && key.key().equals("reused")) {
            return done(new Answer.Refused(Rejection.KEY_REUSED));
        }
        Run run = runs.get(id);
        if (run == null) {
            return done(new Answer.NotFound());
        }
        return switch (run.status()) {
            case PENDING -> {
                start(id, params);
                yield done(new Answer.Done());
            }
            case RUNNING -> done(new Answer.Refused(Rejection.ALREADY_TRIGGERED));
            case COMPLETED, FAILED, CANCELLED -> done(new Answer.Refused(Rejection.ALREADY_ENDED));
        };
    }

    private void start(ExecutionId id, Map<String, Object> params) {
        lastParams = params;
        runs.computeIfPresent(
                id,
                (key, run) -> new Run(
                        run.name(), run.name().equals("ends") ? ExecutionStatus.COMPLETED : ExecutionStatus.RUNNING));
    }

    @Override
    public CompletionStage<Answer> cancel(ExecutionId id, String reason) {
        Run run = runs.get(id);
        if (run == null) {
            return done(new Answer.NotFound());
        }
        if (run.status().isEnded()) {
            return done(new Answer.Refused(Rejection.ALREADY_ENDED));
        }
        runs.put(id, new Run(run.name(), ExecutionStatus.CANCELLED));
        return done(new Answer.Done());
    }

    @Override
    public CompletionStage<Optional<ExecutionView>> status(ExecutionId id) {
        return done(Optional.ofNullable(runs.get(id)).map(run -> view(id, run)));
    }

    @Override
    public CompletionStage<Optional<ExecutionView>> awaitEnd(ExecutionId id, Duration patience) {
        return status(id);
    }

    @Override
    public CompletionStage<Optional<Results>> results(ExecutionId id) {
        Map<String, Document> outputs = Map.of("a", JsonDocument.of("{\"kept\" : 1.00}"));
        return done(Optional.ofNullable(runs.get(id)).map(run -> new Results(view(id, run), outputs)));
    }

    @Override
    public CompletionStage<Page> list(Filter filter) {
        lastFilter = filter;
        return go(filter.name() == null ? "" : filter.name(), () -> {
            List<ExecutionSummary> all = runs.entrySet().stream()
                    .limit(filter.limit())
                    .map(entry -> summary(entry.getKey(), entry.getValue()))
                    .toList();
            return new Page(all, all.isEmpty() ? null : all.get(all.size() - 1).id());
        });
    }

    private static ExecutionView view(ExecutionId id, Run run) {
        Failure failure = new Failure(ErrorCategory.RETRYABLE, "HTTP_503", "busy");
        return new ExecutionView(
                summary(id, run),
                3,
                List.of(
                        node("a", NodeState.COMPLETED, null, null),
                        node("b", NodeState.RETRYING, failure, null),
                        node("c", NodeState.SKIPPED, null, SkipReason.CONDITION_FALSE)));
    }

    private static NodeView node(String id, NodeState state, Failure failure, SkipReason reason) {
        return new NodeView(new NodeId(id), "echo", state, 1, 2, "w1", NOW, NOW, NOW, failure, reason);
    }

    private static ExecutionSummary summary(ExecutionId id, Run run) {
        Instant ended = run.status().isEnded() ? NOW : null;
        return new ExecutionSummary(id, WORKFLOW, run.name(), run.status(), "", NOW, null, ended);
    }

    private static <T> CompletionStage<T> go(String name, java.util.function.Supplier<T> answer) {
        return switch (name) {
            case "outage" ->
                CompletableFuture.failedFuture(new dev.orchestrator.ports.out.StoreUnavailable("connection refused"));
            case "bug" -> CompletableFuture.failedFuture(new NullPointerException("planted"));
            case "thrown bug" -> throw new IllegalStateException("planted");
            default -> CompletableFuture.supplyAsync(answer);
        };
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
