package dev.orchestrator.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.simulation.NodeSpec;
import dev.orchestrator.simulation.WorkflowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What happens to one execution, told command by command. Each step is also checked against the {@link Laws}, against a
 * second decision from the same inputs, against the replay of the journal, and against what a re-drive would send.
 */
final class Story {
    static final int MAX_CONFIG = 200;
    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final ExecutionId ID = ExecutionId.of("01900000-0000-7000-8000-000000000001");
    private static final WorkflowId WORKFLOW = new WorkflowId(new UUID(0, 1));

    private final Decider decider = new Decider(MAX_CONFIG);
    private final Workflow workflow;
    private final Map<String, Document> outputs = new HashMap<>();
    private final List<Entry> journal = new ArrayList<>();
    private final Outside outside = new Outside();
    private final Laws laws = new Laws();
    private ExecutionState state;
    private Decision last;
    private Instant now = START;
    private double chance;

    private Story(Workflow workflow) {
        this.workflow = workflow;
        Decision.Accepted submitted = decider.submit(ID, WORKFLOW, workflow, circumstances());
        this.state = Evolution.before(ID, WORKFLOW, workflow, now);
        this.last = submitted;
        accept(submitted);
    }

    static Story given(NodeSpec... nodes) {
        return given(WorkflowSpec.workflow(nodes));
    }

    static Story given(WorkflowSpec spec) {
        return new Story(spec.build());
    }

    /** Something that happens in a story. */
    @FunctionalInterface
    interface Step {
        void in(Story story);
    }

    Story when(Step... steps) {
        for (Step step : steps) {
            step.in(this);
        }
        return this;
    }

    /** Exactly these events came of the last command, in any order; see {@link Telling}. */
    Story then(String... events) {
        assertThat(last).isInstanceOf(Decision.Accepted.class);
        assertThat(((Decision.Accepted) last).events().stream().map(Telling::of))
                .containsExactlyInAnyOrder(events);
        return this;
    }

    Story refused(Rejection reason) {
        assertThat(last).isEqualTo(new Decision.Rejected(reason));
        return this;
    }

    /** The last command wanted exactly these effects. */
    Story sends(Effect... effects) {
        assertThat(((Decision.Accepted) last).effects()).containsExactlyInAnyOrder(effects);
        return this;
    }

    /** What is out by now, with what was sent before. */
    Story leavesOut(Effect... effects) {
        assertThat(outside.all()).containsExactlyInAnyOrder(effects);
        return this;
    }

    Story is(ExecutionStatus status) {
        assertThat(state.status()).isEqualTo(status);
        return this;
    }

    Story is(String node, NodeState wanted) {
        assertThat(node(node).state()).as(node).isEqualTo(wanted);
        return this;
    }

    NodeExecution node(String id) {
        return state.node(new NodeId(id));
    }

    ExecutionState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void passUntil(Instant time) {
        now = time.isAfter(now) ? time : now;
    }

    void chance(double next) {
        chance = next;
    }

    void take(Command command) {
        Decision decision = decider.decide(state, command, circumstances());
        last = decision;
        if (decision instanceof Decision.Accepted accepted) {
            Decision.Accepted again = (Decision.Accepted) decider.decide(state, command, circumstances());
            assertThat(again.events()).isEqualTo(accepted.events());
            assertThat(again.effects()).isEqualTo(accepted.effects());
            assertThat(again.state().snapshot()).isEqualTo(accepted.state().snapshot());
            accept(accepted);
        }
    }

    private void accept(Decision.Accepted accepted) {
        laws.check(state, accepted);
        journal.add(new Entry(accepted.state().version(), now, accepted.events()));
        outside.follow(accepted);
        accepted.outputs().forEach(it -> outputs.put(it.node() + "#" + it.dispatch(), it.document()));
        state = accepted.state();
        assertThat(replayed().snapshot()).isEqualTo(state.snapshot());
        assertThat(new Redrive().effects(state, this::output)).containsExactlyInAnyOrderElementsOf(outside.all());
    }

    private ExecutionState replayed() {
        ExecutionState replayed = Evolution.before(ID, WORKFLOW, workflow, START);
        for (Entry entry : journal) {
            replayed = Evolution.evolve(replayed, entry);
        }
        return replayed;
    }

    private Circumstances circumstances() {
        return new Circumstances(now, chance, this::output);
    }

    private Document output(NodeId node, int dispatch) {
        return Objects.requireNonNull(outputs.get(node + "#" + dispatch), node + "#" + dispatch);
    }
}
