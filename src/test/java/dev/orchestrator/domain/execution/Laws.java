package dev.orchestrator.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.Dag;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What must hold of every version of one execution, whatever was asked. Told from the events, not from the code that made
 * them; to be shown every version, from the first.
 */
public final class Laws {
    private final Map<NodeId, Integer> highestDispatch = new HashMap<>();
    private final Set<NodeId> startedOnce = new HashSet<>();

    /** Folds one more entry of the journal, which must be lawful. */
    public ExecutionState fold(ExecutionState before, Entry entry) {
        ExecutionState after = Evolution.evolve(before, entry);
        check(before, entry.events(), after);
        return after;
    }

    void check(ExecutionState before, Decision.Accepted decision) {
        check(before, decision.events(), decision.state());
        if (decision.state().status().isEnded()) {
            assertThat(decision.effects()).isEmpty();
        }
    }

    private void check(ExecutionState before, List<Event> events, ExecutionState after) {
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(events).isNotEmpty();
        transitionsAreInTheTables(before, events);
        countersAreRight(after);
        everyWaitHasAReason(after);
        if (after.status().isEnded()) {
            assertThat(after.nodes().open()).isZero();
        }
    }

    private void transitionsAreInTheTables(ExecutionState before, List<Event> events) {
        Evolution evolution = new Evolution(before, before.lifecycle().submittedAt());
        Dag dag = before.workflow().dag();
        for (Event event : events) {
            ExecutionStatus from = evolution.lifecycle().status();
            if (event instanceof Event.OfNode ofNode) {
                int index = dag.indexOf(ofNode.node());
                NodeExecution node = evolution.node(index);
                judge(evolution, node, dag.node(index), event);
                evolution.apply(event);
                if (event instanceof Event.NodeReportedLate late) {
                    aLateReportChangesNothing(node, evolution.node(index), late);
                    continue;
                }
                assertThat(node.state().next())
                        .as("%s of a node that is %s", Telling.of(event), node.state())
                        .contains(evolution.node(index).state());
                assertThat(from.isEnded())
                        .as("%s after the end", Telling.of(event))
                        .isFalse();
            } else {
                evolution.apply(event);
                ExecutionStatus to = evolution.lifecycle().status();
                assertThat(from == to || from.next().contains(to))
                        .as("%s to %s", from, to)
                        .isTrue();
            }
        }
    }

    private static void aLateReportChangesNothing(
            NodeExecution before, NodeExecution after, Event.NodeReportedLate late) {
        assertThat(before.unheard())
                .as("dispatches of which a late report may come")
                .contains(late.dispatch());
        assertThat(after).isEqualTo(before.heard(late.dispatch()));
    }

    private void judge(Evolution state, NodeExecution node, Node definition, Event event) {
        if (event instanceof Event.NodeQueued queued) {
            int highest = highestDispatch.getOrDefault(queued.node(), 0);
            assertThat(queued.dispatch()).as(Telling.of(event)).isEqualTo(highest + 1);
            highestDispatch.put(queued.node(), queued.dispatch());
            assertThat(queued.attempt())
                    .isBetween(1, definition.policy().retry().maxAttempts());
            if (node.state() == NodeState.PENDING) {
                dependenciesHaveEnded(state, definition);
            }
        } else if (event instanceof Event.NodeStarted started) {
            assertThat(definition.policy().atMostOnce())
                    .as("%s needs no entry", Telling.of(event))
                    .isTrue();
            assertThat(started.dispatch()).as(Telling.of(event)).isEqualTo(node.dispatch());
            assertThat(startedOnce.add(started.node()))
                    .as("%s is the only one, unless an operator wished for more", Telling.of(event))
                    .isTrue();
        } else if (event instanceof Event.NodeRevived revived) {
            startedOnce.remove(revived.node());
        } else if (event instanceof Event.NodeSkipped) {
            dependenciesHaveEnded(state, definition);
        }
    }

    private static void dependenciesHaveEnded(Evolution state, Node node) {
        node.dependencies().forEach(id -> assertThat(stateOf(state, id).isEnded())
                .as("%s, on which %s depends, has ended", id, node.id())
                .isTrue());
    }

    private static NodeState stateOf(Evolution state, NodeId id) {
        return state.node(state.workflow().dag().indexOf(id)).state();
    }

    private static void countersAreRight(ExecutionState state) {
        Dag dag = state.workflow().dag();
        int open = 0;
        int failed = 0;
        for (int index = 0; index < dag.size(); index++) {
            NodeExecution node = state.node(index);
            open += node.state().isEnded() ? 0 : 1;
            failed += node.state() == NodeState.FAILED ? 1 : 0;
            assertThat(node.upstream())
                    .as("upstream of %s", dag.node(index).id())
                    .isEqualTo(recount(state, index));
        }
        assertThat(state.nodes().open()).isEqualTo(open);
        assertThat(state.nodes().failed()).isEqualTo(failed);
    }

    private static Upstream recount(ExecutionState state, int index) {
        int[] counts = new int[4];
        for (NodeId id : state.workflow().dag().node(index).dependencies()) {
            NodeState dependency = state.node(id).state();
            counts[
                    !dependency.isEnded()
                            ? 0
                            : dependency == NodeState.COMPLETED ? 1 : dependency == NodeState.SKIPPED ? 2 : 3]++;
        }
        return new Upstream(counts[0], counts[1], counts[2], counts[3]);
    }

    /** In an execution that runs, a node that waits has a dependency that has not ended, a timer or a task. */
    private static void everyWaitHasAReason(ExecutionState state) {
        if (state.status() != ExecutionStatus.RUNNING) {
            return;
        }
        boolean anyOut = false;
        for (int index = 0; index < state.workflow().dag().size(); index++) {
            NodeExecution node = state.node(index);
            NodeId id = state.workflow().dag().node(index).id();
            if (node.state() == NodeState.PENDING) {
                assertThat(node.upstream().waiting())
                        .as("what %s waits for", id)
                        .isPositive();
            } else if (node.state() == NodeState.RETRYING) {
                assertThat(node.wakeAt()).as("when %s retries", id).isNotNull();
            }
            anyOut |= node.isDispatched() || node.wakeAt() != null;
        }
        assertThat(anyOut).as("a task or a timer is out").isTrue();
    }
}
