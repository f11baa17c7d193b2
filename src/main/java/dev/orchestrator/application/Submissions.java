package dev.orchestrator.application;

import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.execution.Circumstances;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.ports.in.RunExecutions;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Submission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What clients ask to happen: new executions, and commands to those that exist, put before the commit loop. */
public final class Submissions implements RunExecutions {
    private final EventLoop loop;
    private final CommitLoop commits;
    private final Definitions definitions;
    private final Decider decider;
    private final Supplier<ExecutionId> ids;
    private final Supplier<@Nullable Simulation> simulation;

    /** @param simulation how handlers are to behave in an execution triggered now, null for real */
    public Submissions(
            EventLoop loop,
            CommitLoop commits,
            Definitions definitions,
            Decider decider,
            Supplier<ExecutionId> ids,
            Supplier<@Nullable Simulation> simulation) {
        this.loop = loop;
        this.commits = commits;
        this.definitions = definitions;
        this.decider = decider;
        this.ids = ids;
        this.simulation = simulation;
    }

    @Override
    public CompletionStage<Submitted> submit(RunExecutions.Request request) {
        Reading reading = definitions.read(request.definition());
        Workflow workflow = reading.workflow();
        if (workflow == null || request.definition() == null) {
            return CompletableFuture.completedStage(new Submitted.Invalid(reading.problems()));
        }
        Submission submission = definitions.submission(request.definition(), workflow.name());
        ExecutionId id = ids.get();
        return create(id, workflow, submission, request.params())
                .thenApply(decision -> new Submitted.Stored(id, submission.id(), reading.warnings()));
    }

    @Override
    public CompletionStage<Answer> trigger(ExecutionId id, Map<String, Object> params) {
        return answer(commits.decide(id, triggerWith(params)));
    }

    @Override
    public CompletionStage<Answer> cancel(ExecutionId id, String reason) {
        return answer(commits.decide(id, new Command.Cancel(reason)));
    }

    /** Makes an execution of a workflow that is stored already. */
    CompletionStage<ExecutionId> start(Workflow workflow, Submission submission, @Nullable Map<String, Object> params) {
        ExecutionId id = ids.get();
        return create(id, workflow, submission, params).thenApply(decision -> id);
    }

    private CompletionStage<Decision> create(
            ExecutionId id, Workflow workflow, Submission submission, @Nullable Map<String, Object> params) {
        Instant now = loop.now().truncatedTo(ChronoUnit.MICROS);
        Circumstances given = new Circumstances(now, 0, (node, dispatch) -> {
            throw new IllegalStateException("a new execution has no outputs");
        });
        Decision.Accepted submitted = decider.submit(id, submission.id(), workflow, given);
        CompletableFuture<Decision> stored = new CompletableFuture<>();
        Mailbox.Birth birth = new Mailbox.Birth(submitted, submission, now, stored);
        commits.create(id, birth, params == null ? null : Mail.of(triggerWith(params)));
        return stored;
    }

    private Command triggerWith(Map<String, Object> params) {
        return new Command.Trigger(params, simulation.get());
    }

    private static CompletionStage<Answer> answer(CompletionStage<Decision> decided) {
        return decided.handle((decision, failure) -> {
            if (failure != null) {
                return onFailure(failure);
            }
            return decision instanceof Decision.Rejected rejected
                    ? new Answer.Refused(rejected.reason())
                    : new Answer.Done();
        });
    }

    private static Answer onFailure(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof UnknownExecution) {
            return new Answer.NotFound();
        }
        throw new CompletionException(cause);
    }
}
