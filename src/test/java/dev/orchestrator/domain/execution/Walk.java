package dev.orchestrator.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.Definitions;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.simulation.RandomDags;
import dev.orchestrator.simulation.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One history drawn from a seed: a random DAG whose tasks end in every way, whose messages come twice, late and out of
 * order, and whose clock jumps. Each decision is checked against the {@link Laws}; {@link #toItsEnd} must come to one.
 */
final class Walk {
    private static final ExecutionId ID = ExecutionId.of("01900000-0000-7000-8000-000000000002");
    private static final WorkflowId WORKFLOW = new WorkflowId(new UUID(0, 2));
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final int MAX_CONFIG = 400;

    final Workflow workflow;
    final List<Entry> journal = new ArrayList<>();
    private final RandomGenerator random;
    private final Decider decider = new Decider(MAX_CONFIG);
    private final Laws laws = new Laws();
    private final Outside outside = new Outside();
    private final List<Command> sent = new ArrayList<>();
    private final Map<String, Document> outputs = new HashMap<>();
    private Instant now = START;
    private ExecutionState state;
    private @Nullable Snapshot snapshot;
    private int revivals;
    private boolean revived;

    Walk(long seed) {
        this.random = new Random(seed);
        Workflow drawn = Definitions.workflow(RandomDags.definition(random));
        this.workflow = random.nextBoolean()
                ? drawn
                : new Workflow(drawn.name(), drawn.dag(), drawn.timeout(), OnFailure.CONTINUE);
        this.state = Evolution.before(ID, WORKFLOW, workflow, now);
        accept(decider.submit(ID, WORKFLOW, workflow, circumstances()));
    }

    ExecutionState state() {
        return state;
    }

    /** Goes on until the execution has ended and nobody revives it. */
    void toItsEnd() {
        int most = 2_000 + 200 * workflow.dag().size();
        for (int step = 0; step < most; step++) {
            if (state.status().isEnded() && !(state.status() == ExecutionStatus.FAILED && reviveSome())) {
                return;
            }
            now = now.plusMillis(random.nextInt(3_000) - 500L);
            step(step > most / 2);
        }
        throw new AssertionError("no end after " + most + " steps: " + state.snapshot());
    }

    private void step(boolean calm) {
        int dice = random.nextInt(calm ? 700 : 1_000);
        if (state.status() == ExecutionStatus.PENDING) {
            take(dice < 980 ? new Command.Trigger(Map.of("value", 3, "flag", true), null) : anything());
        } else if (dice < 500) {
            endATask(calm);
        } else if (dice < 700) {
            fireATimer();
        } else if (dice < 990) {
            take(anything());
        } else {
            reviveAny();
        }
    }

    /** An old message again, or one that nobody should send. */
    private Command anything() {
        int dice = random.nextInt(200);
        if (dice == 0) {
            return new Command.Cancel("enough");
        } else if (dice == 1) {
            Instant due = state.lifecycle().timeoutAt();
            now = due == null || random.nextBoolean() ? now : due;
            return new Command.TimeOut(state.lifecycle().run());
        } else if (dice < 5) {
            return new Command.TimeOut(random.nextInt(4) - 1);
        } else if (dice < 10) {
            return new Command.Trigger(Map.of(), null);
        } else if (dice < 100 && !sent.isEmpty()) {
            return sent.get(random.nextInt(sent.size()));
        }
        NodeId node = anyNode();
        int dispatch = state.node(node).dispatch() + random.nextInt(4) - 2;
        return random.nextBoolean()
                ? new Command.Wake(node, dispatch)
                : new Command.Complete(node, dispatch, outcome(false), Report.NONE);
    }

    private NodeId anyNode() {
        return workflow.dag().node(random.nextInt(workflow.dag().size())).id();
    }

    /** Tasks are asked for by workers, some of which are told no; what is started ends by the word of its worker. */
    private void endATask(boolean calm) {
        if (!outside.grants.isEmpty() && random.nextInt(3) == 0) {
            Effect.GrantStart grant = pick(List.copyOf(outside.grants.values()));
            Report report = new Report(pick(List.of("w1", "w2")), START, START);
            take(new Command.Complete(grant.node(), grant.dispatch(), outcome(calm), report));
            return;
        } else if (!outside.tasks.isEmpty() && random.nextInt(3) == 0) {
            Effect.DispatchTask task = pick(List.copyOf(outside.tasks.values()));
            Claim claim = new Claim(pick(List.of("w1", "w2")), "n" + random.nextInt(9), Duration.ofSeconds(25));
            take(new Command.Start(task.node(), task.dispatch(), claim));
            return;
        }
        if (!outside.tasks.isEmpty()) {
            Effect.DispatchTask task = pick(List.copyOf(outside.tasks.values()));
            take(new Command.Complete(task.node(), task.dispatch(), outcome(calm), Steps.REPORT));
        }
    }

    private void fireATimer() {
        if (!outside.timers.isEmpty()) {
            Effect.SetTimer timer = pick(List.copyOf(outside.timers.values()));
            take(new Command.Wake(timer.node(), timer.dispatch()));
        }
    }

    private boolean reviveSome() {
        if (revivals >= 3 || random.nextInt(3) == 0) {
            return false;
        }
        revivals++;
        return reviveAny();
    }

    private boolean reviveAny() {
        List<NodeId> failed = new ArrayList<>();
        for (int index = 0; index < workflow.dag().size(); index++) {
            if (state.node(index).state() == NodeState.FAILED) {
                failed.add(workflow.dag().node(index).id());
            }
        }
        if (!failed.isEmpty()) {
            revived = true;
            Map<String, Object> config = random.nextInt(4) == 0 ? Map.of("patched", random.nextInt(9)) : null;
            take(new Command.Revive(pick(failed), null, config));
        }
        return !failed.isEmpty() && !state.status().isEnded();
    }

    private Outcome outcome(boolean calm) {
        int dice = calm ? 0 : random.nextInt(100);
        if (dice < 75) {
            return new Outcome.Succeeded(output());
        } else if (dice < 85) {
            ErrorCategory category = pick(List.of(ErrorCategory.values()));
            Duration wish = random.nextBoolean() ? null : Duration.ofSeconds(random.nextInt(90));
            return new Outcome.Failed(new Failure(category, "BOOM", "it broke"), wish);
        } else if (dice < 92) {
            Instant until = now.plusSeconds(random.nextInt(60) - 5L);
            return random.nextBoolean()
                    ? new Outcome.Deferred(until, "not yet")
                    : new Outcome.Deferred(until, "open", "handler/host");
        } else if (dice < 98) {
            return new Outcome.Lost();
        }
        now = random.nextBoolean() ? now : now.plus(Duration.ofMinutes(16));
        return new Outcome.QueueTimedOut(random.nextBoolean());
    }

    private Document output() {
        Map<String, Object> tree = new HashMap<>();
        tree.put("value", random.nextInt(10));
        tree.put("flag", random.nextBoolean());
        tree.put("items", List.of(Map.of("name", "n")));
        if (random.nextInt(10) > 0) {
            tree.put("text", "t".repeat(random.nextInt(120)));
        }
        return new Value(tree);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void take(Command command) {
        sent.add(command);
        Circumstances given = circumstances();
        Snapshot before = state.snapshot();
        Decision decision = decider.decide(state, command, given);
        assertThat(state.snapshot())
                .as("a decision leaves the state before it as it is")
                .isEqualTo(before);
        assertThat(describe(decider.decide(state, command, given))).isEqualTo(describe(decision));
        if (decision instanceof Decision.Accepted accepted) {
            accept(accepted);
        }
    }

    private static List<Object> describe(Decision decision) {
        return decision instanceof Decision.Accepted it
                ? List.of(it.events(), it.effects(), it.outputs(), it.state().snapshot())
                : List.of(decision);
    }

    private void accept(Decision.Accepted accepted) {
        laws.check(state, accepted);
        journal.add(new Entry(accepted.state().version(), now, accepted.events()));
        outside.follow(accepted);
        accepted.outputs().forEach(it -> outputs.put(it.node() + "#" + it.dispatch(), it.document()));
        state = accepted.state();
        assertThat(new Redrive().effects(state, this::output).stream().map(this::known))
                .containsExactlyInAnyOrderElementsOf(
                        outside.all().stream().map(this::known).toList());
        if (random.nextInt(20) == 0) {
            snapshot = state.snapshot();
        }
    }

    /** After a revival, a default in a config may have been replaced by the output that came late. */
    private Effect known(Effect effect) {
        return effect instanceof Effect.DispatchTask it && revived
                ? new Effect.DispatchTask(it.node(), it.attempt(), it.dispatch(), "", it.queuedAt(), it.deferral())
                : effect;
    }

    /** The journal folded from nothing, or from the last snapshot that was taken. */
    ExecutionState replayed(boolean fromSnapshot) {
        ExecutionState replayed = fromSnapshot && snapshot != null
                ? ExecutionState.restore(ID, workflow, snapshot)
                : Evolution.before(ID, WORKFLOW, workflow, START);
        for (Entry entry : journal.subList(replayed.version(), journal.size())) {
            replayed = Evolution.evolve(replayed, entry);
        }
        return replayed;
    }

    private Circumstances circumstances() {
        return new Circumstances(now, random.nextDouble(), this::output);
    }

    private Document output(NodeId node, int dispatch) {
        return Objects.requireNonNull(outputs.get(node + "#" + dispatch), node + "#" + dispatch);
    }
}
