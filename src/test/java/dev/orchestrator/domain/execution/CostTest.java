package dev.orchestrator.domain.execution;

import static dev.orchestrator.simulation.NodeSpec.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.simulation.NodeSpec;
import dev.orchestrator.simulation.Value;
import dev.orchestrator.simulation.WorkflowSpec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A completion costs what it touches, and size needs no depth of stack. Nothing here is timed. */
class CostTest {
    private static final int MANY = 10_000;
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final ExecutionId ID = ExecutionId.of("01900000-0000-7000-8000-000000000003");

    private final Decider decider = new Decider(1_000);
    private final Circumstances given = new Circumstances(NOW, 0, (node, dispatch) -> new Value(Map.of("n", 1)));

    @Test
    void aCompletionCopiesOnlyTheChunksOfItsNodeAndItsChildren() {
        List<NodeSpec> nodes = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < MANY; i++) {
            nodes.add(i == 0 ? node("n0") : node("n" + i, "n" + random.nextInt(i)));
        }
        Workflow workflow = WorkflowSpec.workflow(nodes).build();
        Deque<Effect.DispatchTask> out = new ArrayDeque<>();
        ExecutionState state = triggered(workflow, out);
        int decisions = 0;
        while (!out.isEmpty()) {
            Effect.DispatchTask task = out.poll();
            Decision.Accepted next = complete(state, task);
            int children = workflow.dag().children(workflow.dag().indexOf(task.node())).length;
            assertThat(next.state().nodes().chunksUnlike(state.nodes())).isLessThanOrEqualTo(1 + children);
            state = next.state();
            follow(next, out);
            decisions++;
        }
        assertThat(decisions).isEqualTo(MANY);
        assertThat(state.status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    /** Defect: all states and outputs are read on each completion. */
    @Test
    @Defect("Reading all states and outputs on each completion (quadratic)")
    void aCompletionReadsOnlyWhatItsChildrenReferTo() {
        int[] reads = {0};
        Circumstances counting = new Circumstances(NOW, 0, (node, dispatch) -> {
            reads[0]++;
            return new Value(Map.of("n", 1));
        });
        List<NodeSpec> nodes = new ArrayList<>(List.of(node("n0")));
        for (int i = 1; i < 1_000; i++) {
            nodes.add(node("n" + i, "n" + (i - 1)).config(Map.of("x", "{{ n" + (i - 1) + ".n }}")));
        }
        Deque<Effect.DispatchTask> out = new ArrayDeque<>();
        ExecutionState state = triggered(WorkflowSpec.workflow(nodes).build(), out);
        while (!out.isEmpty()) {
            Effect.DispatchTask task = out.poll();
            Command done = new Command.Complete(
                    task.node(), task.dispatch(), new Outcome.Succeeded(new Value(Map.of("n", 1))), Report.NONE);
            Decision.Accepted next = (Decision.Accepted) decider.decide(state, done, counting);
            state = next.state();
            follow(next, out);
        }
        assertThat(state.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(reads[0]).isLessThanOrEqualTo(nodes.size());
    }

    @Test
    void aChainOfTenThousandSkipsNeedsNoDeepStack() {
        List<NodeSpec> nodes = new ArrayList<>(List.of(node("n0").when("false")));
        for (int i = 1; i < MANY; i++) {
            nodes.add(node("n" + i, "n" + (i - 1)));
        }
        ExecutionState state = triggered(WorkflowSpec.workflow(nodes).build(), new ArrayDeque<>());
        assertThat(state.status()).isEqualTo(ExecutionStatus.COMPLETED);
        assertThat(state.node(MANY - 1).skipReason()).isEqualTo(SkipReason.UPSTREAM_SKIPPED);
    }

    @Test
    void aWideFanJoinsOnce() {
        List<NodeSpec> nodes = new ArrayList<>(List.of(node("n0")));
        String[] middle = new String[MANY - 2];
        for (int i = 0; i < middle.length; i++) {
            middle[i] = "m" + i;
            nodes.add(node(middle[i], "n0"));
        }
        nodes.add(node("join", middle));
        Deque<Effect.DispatchTask> out = new ArrayDeque<>();
        ExecutionState state = triggered(WorkflowSpec.workflow(nodes).build(), out);
        int joins = 0;
        while (!out.isEmpty()) {
            Effect.DispatchTask task = out.poll();
            joins += task.node().equals(new NodeId("join")) ? 1 : 0;
            Decision.Accepted next = complete(state, task);
            state = next.state();
            follow(next, out);
        }
        assertThat(joins).isEqualTo(1);
        assertThat(state.status()).isEqualTo(ExecutionStatus.COMPLETED);
    }

    private ExecutionState triggered(Workflow workflow, Deque<Effect.DispatchTask> out) {
        ExecutionState pending = decider.submit(ID, new WorkflowId(new UUID(0, 3)), workflow, given)
                .state();
        Decision.Accepted started =
                (Decision.Accepted) decider.decide(pending, new Command.Trigger(Map.of(), null), given);
        follow(started, out);
        return started.state();
    }

    private Decision.Accepted complete(ExecutionState state, Effect.DispatchTask task) {
        Outcome outcome = new Outcome.Succeeded(new Value(Map.of("n", 1)));
        return (Decision.Accepted)
                decider.decide(state, new Command.Complete(task.node(), task.dispatch(), outcome, Report.NONE), given);
    }

    private static void follow(Decision.Accepted decision, Deque<Effect.DispatchTask> out) {
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.DispatchTask task) {
                out.add(task);
            }
        }
    }
}
