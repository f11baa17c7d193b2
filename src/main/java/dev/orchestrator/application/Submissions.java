package dev.orchestrator.application;

import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.execution.Circumstances;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Rejection;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.ports.in.RunExecutions;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.IdempotencyKeys;
import dev.orchestrator.ports.out.IdempotencyKeys.Used;
import dev.orchestrator.ports.out.Submission;
import dev.orchestrator.ports.out.Tracing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What clients ask to happen: new executions, and commands to those that exist, put before the commit loop. */
public final class Submissions implements RunExecutions {
    /** A key may have been taken by an execution that is gone by now, or expire between two looks. */
    private static final int MOST_TRIES = 3;

    private final EventLoop loop;
    private final CommitLoop commits;
    private final Definitions definitions;
    private final Decider decider;
    private final IdempotencyKeys keys;
    private final Supplier<ExecutionId> ids;
    private final Supplier<@Nullable Simulation> simulation;
    private Tracing tracing = Tracing.OFF;

    /**
     * What each new execution gets.
     *
     * @param simulation how handlers are to behave in an execution triggered now, null for real
     */
    public record Fresh(Supplier<ExecutionId> ids, Supplier<@Nullable Simulation> simulation) {}

    public Submissions(
            EventLoop loop,
            CommitLoop commits,
            Definitions definitions,
            Decider decider,
            IdempotencyKeys keys,
            Fresh fresh) {
        this.loop = loop;
        this.commits = commits;
        this.definitions = definitions;
        this.decider = decider;
        this.keys = keys;
        this.ids = fresh.ids();
        this.simulation = fresh.simulation();
    }

    /** Says who is to be told of each request. */
    public Submissions tracedBy(Tracing other) {
        this.tracing = other;
        return this;
    }

    @Override
    public CompletionStage<Submitted> submit(RunExecutions.Request request) {
        Reading reading = definitions.read(request.definition());
        Workflow workflow = reading.workflow();
        if (workflow == null || request.definition() == null) {
            return CompletableFuture.completedStage(new Submitted.Invalid(reading.problems()));
        }
        Submission submission = definitions.submission(request.definition(), workflow.name());
        return start(workflow, submission.under(request.key()), request.params(), reading.warnings());
    }

    @Override
    public CompletionStage<Answer> trigger(ExecutionId id, Map<String, Object> params, @Nullable RequestKey key) {
        Tracing.Span span = tracing.request("trigger", id);
        return answer(traced(span, commits.decide(id, triggerWith(params, span).under(key))));
    }

    @Override
    public CompletionStage<Answer> cancel(ExecutionId id, String reason) {
        return answer(traced(tracing.request("cancel", id), commits.decide(id, new Command.Cancel(reason))));
    }

    /** Makes an execution of a workflow, unless a request of the same key has made one. */
    CompletionStage<Submitted> start(
            Workflow workflow, Submission submission, @Nullable Map<String, Object> params, List<Problem> warnings) {
        return start(new Wish(workflow, submission, params, warnings), 1);
    }

    private record Wish(
            Workflow workflow, Submission submission, @Nullable Map<String, Object> params, List<Problem> warnings) {}

    private CompletionStage<Submitted> start(Wish wish, int attempt) {
        Submission submission = wish.submission();
        ExecutionId id = ids.get();
        Tracing.Span span = tracing.request("submit", id);
        Command first = wish.params() == null ? null : triggerWith(wish.params(), span);
        return traced(span, create(id, wish.workflow(), submission, first))
                .<Submitted>thenApply(decision -> new Submitted.Stored(id, submission.id(), wish.warnings(), false))
                .exceptionallyCompose(failure -> submission.key() != null && Answers.cause(failure) instanceof KeyTaken
                        ? earlier(submission.key(), wish, attempt)
                        : CompletableFuture.failedStage(Answers.cause(failure)));
    }

    /** What the request that took the key first has made. */
    private CompletionStage<Submitted> earlier(RequestKey key, Wish wish, int attempt) {
        return keys.find(key.client(), key.key()).thenCompose(found -> {
            if (found.isPresent()) {
                return CompletableFuture.completedStage(repeated(key, found.get(), wish.warnings()));
            } else if (attempt == MOST_TRIES) {
                return CompletableFuture.failedStage(
                        new IllegalStateException("the key of the request is taken and freed over and over"));
            }
            return keys.release(key.client(), key.key()).thenCompose(free -> start(wish, attempt + 1));
        });
    }

    private static Submitted repeated(RequestKey key, Used used, List<Problem> warnings) {
        return used.request().equals(key.request())
                ? new Submitted.Stored(used.execution(), used.workflow(), warnings, true)
                : new Submitted.KeyReused();
    }

    private CompletionStage<Decision> create(
            ExecutionId id, Workflow workflow, Submission submission, @Nullable Command first) {
        Instant now = loop.now().truncatedTo(ChronoUnit.MICROS);
        Circumstances given = new Circumstances(now, 0, (node, dispatch) -> {
            throw new IllegalStateException("a new execution has no outputs");
        });
        Decision.Accepted submitted = decider.submit(id, submission.id(), workflow, given);
        CompletableFuture<Decision> stored = new CompletableFuture<>();
        Mailbox.Birth birth = new Mailbox.Birth(submitted, submission, now, stored);
        commits.create(id, birth, first == null ? null : Mail.of(first));
        return stored;
    }

    private Command.Trigger triggerWith(Map<String, Object> params, Tracing.Span span) {
        return new Command.Trigger(params, simulation.get(), span.context(), null);
    }

    private static CompletionStage<Decision> traced(Tracing.Span span, CompletionStage<Decision> decided) {
        return span == Tracing.Span.NONE ? decided : decided.whenComplete(span::end);
    }

    private static CompletionStage<Answer> answer(CompletionStage<Decision> decided) {
        return decided.handle((decision, failure) -> {
            if (failure != null) {
                return onFailure(Answers.cause(failure));
            }
            return decision instanceof Decision.Rejected rejected ? refused(rejected.reason()) : new Answer.Done();
        });
    }

    private static Answer refused(Rejection reason) {
        return reason == Rejection.REPEATED ? new Answer.Repeated() : new Answer.Refused(reason);
    }

    private static Answer onFailure(Throwable cause) {
        if (cause instanceof UnknownExecution) {
            return new Answer.NotFound();
        }
        throw new CompletionException(cause);
    }
}
