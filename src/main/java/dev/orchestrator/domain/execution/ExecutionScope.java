package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Reference;
import dev.orchestrator.domain.definition.Scope;
import dev.orchestrator.domain.definition.Workflow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What the templates of one execution see: its params, itself, and the outputs of its completed nodes. */
final class ExecutionScope {
    private ExecutionScope() {}

    static Scope of(Evolution state, IntFunction<@Nullable Document> outputs) {
        return name -> switch (name) {
            case Reference.PARAMS -> state.start().params();
            case Reference.EXECUTION -> execution(state.id(), state.workflow(), state.lifecycle());
            default -> output(state.workflow(), name, outputs);
        };
    }

    /** The members of {@code execution.*}. */
    private static Map<String, @Nullable Object> execution(ExecutionId id, Workflow workflow, Lifecycle lifecycle) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("id", id.toString());
        members.put("workflow_name", workflow.name());
        members.put("submitted_at", lifecycle.submittedAt().toString());
        members.put("triggered_at", text(lifecycle.triggeredAt()));
        return members;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private static @Nullable Object output(Workflow workflow, String name, IntFunction<@Nullable Document> outputs) {
        int index = workflow.dag().indexOf(new NodeId(name));
        Document document = index < 0 ? null : outputs.apply(index);
        return document == null ? Scope.MISSING : document.tree();
    }
}
