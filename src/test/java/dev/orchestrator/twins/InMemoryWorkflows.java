package dev.orchestrator.twins;

import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.ports.out.Submission;
import dev.orchestrator.ports.out.Workflows;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The workflows that were submitted to an in-memory journal, read by the given function. */
public final class InMemoryWorkflows implements Workflows {
    private final InMemoryStore store;
    private final Calls calls;
    private final Function<Submission, Workflow> reader;
    private final Map<WorkflowId, Workflow> known = new HashMap<>();

    public InMemoryWorkflows(InMemoryStore store, Executor executor, Function<Submission, Workflow> reader) {
        this.store = store;
        this.calls = new Calls(executor);
        this.reader = reader;
    }

    @Override
    public CompletionStage<Map<WorkflowId, Workflow>> find(Collection<WorkflowId> ids) {
        return calls.call(() -> {
            synchronized (store) {
                Map<WorkflowId, Workflow> result = new HashMap<>();
                for (WorkflowId id : ids) {
                    Submission stored = store.workflows.get(id);
                    if (stored != null) {
                        result.put(id, known.computeIfAbsent(id, any -> reader.apply(stored)));
                    }
                }
                return result;
            }
        });
    }
}
