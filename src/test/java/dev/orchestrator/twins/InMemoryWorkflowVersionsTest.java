package dev.orchestrator.twins;

import dev.orchestrator.ports.out.WorkflowVersions;
import dev.orchestrator.ports.out.WorkflowVersionsContract;

class InMemoryWorkflowVersionsTest extends WorkflowVersionsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected WorkflowVersions versions() {
        return new InMemoryWorkflowVersions(store, Runnable::run);
    }
}
