package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.WorkflowId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The named workflows: numbered versions, from 1 without gaps, each of which stands for a stored definition. */
public interface WorkflowVersions {
    /**
     * Stores the definition as the next version of its name, unless the latest one is the same already. Of many that do so
     * at once each gets a number of its own, or that of the one with the same content.
     */
    CompletionStage<Registered> register(Submission submission, Instant at);

    /** A version, or the latest one for null; empty when there is none. */
    CompletionStage<Optional<Version>> find(String name, @Nullable Integer version);

    /** The version of this name that stands for this workflow, the latest when there are several. */
    CompletionStage<Optional<Version>> of(String name, WorkflowId workflow);

    /** The versions of a name before the given one (null for the first page), the latest first. */
    CompletionStage<List<Version>> versions(String name, @Nullable Integer before, int limit);

    /** The latest versions of the names after the given one (null for the first page), by name. */
    CompletionStage<List<Version>> latest(@Nullable String after, int limit);

    /** The definition of a stored workflow as its user sent it; empty when none is stored. */
    CompletionStage<Optional<Document>> definition(WorkflowId workflow);

    record Version(String name, int number, WorkflowId workflow, Instant createdAt) {}

    /** @param isNew false when the latest version was the same already */
    record Registered(Version version, boolean isNew) {}
}
