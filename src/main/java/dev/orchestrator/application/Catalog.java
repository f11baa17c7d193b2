package dev.orchestrator.application;

import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.ports.in.NamedWorkflows;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Submission;
import dev.orchestrator.ports.out.WorkflowVersions;
import dev.orchestrator.ports.out.Workflows;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps named workflows and runs them. */
public final class Catalog implements NamedWorkflows {
    /** What stands in a path without being encoded. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    private final EventLoop loop;
    private final Definitions definitions;
    private final WorkflowVersions versions;
    private final Workflows workflows;
    private final Submissions submissions;

    public Catalog(
            EventLoop loop,
            Definitions definitions,
            WorkflowVersions versions,
            Workflows workflows,
            Submissions submissions) {
        this.loop = loop;
        this.definitions = definitions;
        this.versions = versions;
        this.workflows = workflows;
        this.submissions = submissions;
    }

    @Override
    public CompletionStage<Registration> register(@Nullable Object definition) {
        Reading reading = definitions.read(definition);
        Workflow workflow = reading.workflow();
        if (workflow == null || definition == null) {
            return refused(reading.problems());
        }
        if (!reading.warnings().isEmpty()) {
            return refused(reading.warnings());
        }
        if (!NAME.matcher(workflow.name()).matches()) {
            return refused(List.of(new Problem(
                    "/name",
                    Problem.Code.VALIDATION_ERROR,
                    "'" + workflow.name() + "' cannot be the name of a workflow",
                    "use letters, digits, '_', '-' and '.', at most 128, the first one no '-' or '.'")));
        }
        Submission submission = definitions.submission(definition, workflow.name());
        return versions.register(submission, loop.now().truncatedTo(ChronoUnit.MICROS))
                .thenApply(registered -> new Registration.Stored(shown(registered.version()), registered.isNew()));
    }

    private static CompletionStage<Registration> refused(List<Problem> problems) {
        return CompletableFuture.completedStage(new Registration.Invalid(problems));
    }

    @Override
    public CompletionStage<Optional<Shown>> find(String name, @Nullable Integer version) {
        return version(name, version)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(Optional.empty())
                        : versions.definition(found.get().workflow())
                                .thenApply(text -> text.map(it -> new Shown(shown(found.get()), it))));
    }

    @Override
    public CompletionStage<List<Version>> versions(String name, @Nullable Integer before, int limit) {
        return versions.versions(name, before, limit)
                .thenApply(found -> found.stream().map(Catalog::shown).toList());
    }

    @Override
    public CompletionStage<List<Version>> list(@Nullable String after, int limit) {
        return versions.latest(after, limit)
                .thenApply(found -> found.stream().map(Catalog::shown).toList());
    }

    @Override
    public CompletionStage<Run> run(Request request) {
        return version(request.name(), request.version())
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(new Run.Unknown())
                        : run(found.get(), request));
    }

    private CompletionStage<Run> run(WorkflowVersions.Version version, Request request) {
        return workflows.find(Set.of(version.workflow())).thenCompose(found -> {
            Workflow workflow = found.get(version.workflow());
            if (workflow == null) {
                throw new IllegalStateException(version + " names a workflow that is not stored");
            }
            Submission submission = new Submission(version.workflow(), version.name(), null, request.key());
            return submissions
                    .start(workflow, submission, request.params(), List.of())
                    .thenCompose(submitted -> started(submitted, version));
        });
    }

    private CompletionStage<Run> started(Submitted submitted, WorkflowVersions.Version version) {
        if (!(submitted instanceof Submitted.Stored stored)) {
            return CompletableFuture.completedStage(new Run.KeyReused());
        }
        return stored.workflow().equals(version.workflow())
                ? CompletableFuture.completedStage(started(stored, version))
                : versions.of(version.name(), stored.workflow())
                        .thenApply(earlier -> started(stored, earlier.orElse(version)));
    }

    private static Run started(Submitted.Stored stored, WorkflowVersions.Version version) {
        return new Run.Started(stored.execution(), shown(version), stored.repeated());
    }

    /** A name that cannot be registered is not asked for. */
    private CompletionStage<Optional<WorkflowVersions.Version>> version(String name, @Nullable Integer version) {
        return NAME.matcher(name).matches()
                ? versions.find(name, version)
                : CompletableFuture.completedStage(Optional.empty());
    }

    private static Version shown(WorkflowVersions.Version version) {
        return new Version(version.name(), version.number(), version.workflow(), version.createdAt());
    }
}
