package dev.orchestrator.simulation;

import dev.orchestrator.domain.definition.Dag;
import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.definition.Workflow;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A workflow in the making, for tests that need one of a certain kind. */
public final class WorkflowSpec {
    private final List<NodeSpec> nodes;
    private OnFailure onFailure = OnFailure.FAIL_FAST;
    private Duration timeout = Duration.ofHours(1);

    private WorkflowSpec(List<NodeSpec> nodes) {
        this.nodes = nodes;
    }

    /** A workflow that fails fast and times out after an hour. */
    public static WorkflowSpec workflow(NodeSpec... nodes) {
        return new WorkflowSpec(Arrays.asList(nodes));
    }

    public static WorkflowSpec workflow(List<NodeSpec> nodes) {
        return new WorkflowSpec(nodes);
    }

    public WorkflowSpec goingOn() {
        onFailure = OnFailure.CONTINUE;
        return this;
    }

    public WorkflowSpec timeout(Duration longest) {
        timeout = longest;
        return this;
    }

    public Workflow build() {
        return new Workflow("test", new Dag(nodes.stream().map(NodeSpec::build).toList()), timeout, onFailure);
    }
}
