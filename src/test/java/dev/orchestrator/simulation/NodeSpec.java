package dev.orchestrator.simulation;

import dev.orchestrator.domain.definition.Condition;
import dev.orchestrator.domain.definition.Gate;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Policy;
import dev.orchestrator.domain.definition.RetryPolicy;
import dev.orchestrator.domain.definition.Template;
import dev.orchestrator.domain.definition.TriggerRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node in the making, for tests that need one of a certain kind. */
public final class NodeSpec {
    private final String id;
    private List<String> dependencies = List.of();
    private TriggerRule rule = TriggerRule.ALL_SUCCESS;
    private @Nullable Condition condition;
    private Object config = Map.of();
    private RetryPolicy retry =
            new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(30), 0.5, RetryPolicy.DEFAULT_ON);
    private boolean atMostOnce;

    private NodeSpec(String id) {
        this.id = id;
    }

    /** A node of one attempt, which every success upstream starts. */
    public static NodeSpec node(String id, String... dependencies) {
        NodeSpec spec = new NodeSpec(id);
        spec.dependencies = List.of(dependencies);
        return spec;
    }

    public NodeSpec rule(TriggerRule wanted) {
        rule = wanted;
        return this;
    }

    public NodeSpec when(String text) {
        condition = Condition.of(text);
        return this;
    }

    public NodeSpec config(Object tree) {
        config = tree;
        return this;
    }

    public NodeSpec attempts(int most) {
        retry = new RetryPolicy(most, retry.backoff(), retry.maxBackoff(), retry.jitter(), retry.on());
        return this;
    }

    public NodeSpec atMostOnce() {
        atMostOnce = true;
        return this;
    }

    public Node build() {
        return new Node(
                new NodeId(id),
                "echo",
                dependencies.stream().map(NodeId::new).toList(),
                new Gate(rule, condition),
                Template.of(config),
                new Policy("echo", retry, Duration.ofSeconds(60), Duration.ofSeconds(900), atMostOnce));
    }
}
