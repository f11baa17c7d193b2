package dev.orchestrator.ports.in;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.RequestKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Workflows that have a name and numbered versions. A failed stage is an outage. */
public interface NamedWorkflows {
    /** Stores a definition under its name. Unlike a submission, one with fields that nothing reads is refused. */
    CompletionStage<Registration> register(@Nullable Object definition);

    /** A version with its definition, the latest one for null. */
    CompletionStage<Optional<Shown>> find(String name, @Nullable Integer version);

    /** The versions of a name, the latest first, before the given one. */
    CompletionStage<List<Version>> versions(String name, @Nullable Integer before, int limit);

    /** The latest versions by name, after the given one. */
    CompletionStage<List<Version>> list(@Nullable String after, int limit);

    /** Makes an execution of a version, and starts it when a trigger is given. */
    CompletionStage<Run> run(Request request);

    record Version(String name, int number, WorkflowId workflow, Instant createdAt) {}

    record Shown(Version version, Document definition) {}

    /**
     * @param version null for the latest
     * @param params what to trigger with at once, or null to leave the execution pending
     * @param key names the request, where it may come again
     */
    record Request(
            String name, @Nullable Integer version, @Nullable Map<String, Object> params, @Nullable RequestKey key) {}

    sealed interface Registration {
        /** @param isNew false when the latest version was the same already */
        record Stored(Version version, boolean isNew) implements Registration {}

        record Invalid(List<Problem> problems) implements Registration {}
    }

    sealed interface Run {
        /**
         * Durable, and if triggered, on its way.
         *
         * @param repeated whether an earlier request of this key made it
         */
        record Started(ExecutionId execution, Version version, boolean repeated) implements Run {}

        /** The key was used for another request. */
        record KeyReused() implements Run {}

        record Unknown() implements Run {}
    }
}
