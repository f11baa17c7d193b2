package dev.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Evolution;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Laws;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.out.Submission;
import dev.orchestrator.twins.InMemoryStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the journal behind the back of all processes, at once and whatever is down: the judge of a simulation. */
public final class Ledger {
    private static final int MOST_TOLD = 500;

    private final InMemoryStore store;
    private final Catalogue catalogue;
    private final Map<ExecutionId, ExecutionState> states = new HashMap<>();
    private final Map<ExecutionId, Laws> laws = new HashMap<>();

    Ledger(InMemoryStore store, Catalogue catalogue) {
        this.store = store;
        this.catalogue = catalogue;
    }

    public Set<ExecutionId> executions() {
        return store.versions().keySet();
    }

    /** The state as the journal has it now, folded by the laws, event by event. */
    public ExecutionState state(ExecutionId id) {
        ExecutionState state = states.computeIfAbsent(id, this::nothing);
        Laws judge = laws.computeIfAbsent(id, any -> new Laws());
        for (Entry entry : store.entries(id, state.version())) {
            state = judge.fold(state, entry);
        }
        states.put(id, state);
        return state;
    }

    private ExecutionState nothing(ExecutionId id) {
        Submission submission = store.workflowOf(id);
        Instant at = store.entries(id, 0).get(0).at();
        return Evolution.before(id, submission.id(), catalogue.workflow(submission), at);
    }

    public boolean allEnded() {
        return executions().stream().allMatch(id -> state(id).status().isEnded());
    }

    /** Whether no commit has effects that nobody has confirmed. */
    public boolean noEffectsAreOpen() {
        return store.openEffectBatches() == 0;
    }

    /** The open nodes of some executions that have not ended, for messages. */
    List<String> unfinished() {
        return executions().stream()
                .map(this::state)
                .filter(state -> !state.status().isEnded())
                .limit(3)
                .map(Ledger::open)
                .toList();
    }

    private static String open(ExecutionState state) {
        StringBuilder text = new StringBuilder(state.id() + " " + state.status() + " v" + state.version() + ":");
        for (int index = 0; index < state.workflow().dag().size(); index++) {
            NodeExecution node = state.node(index);
            if (node.isDispatched() || node.wakeAt() != null) {
                text.append(' ').append(state.workflow().dag().node(index).id());
                text.append(' ').append(node.state()).append('#').append(node.dispatch());
                text.append(node.wakeAt() == null ? "" : " until " + node.wakeAt());
            }
        }
        return text.length() > MOST_TOLD ? text.substring(0, MOST_TOLD) + " …" : text.toString();
    }

    /** Every execution obeys the laws, and a failed node that failed by its own doing is a dead letter. */
    void check() {
        Map<InMemoryStore.LetterKey, ?> letters = store.openDeadLetters();
        for (ExecutionId id : executions()) {
            ExecutionState state = state(id);
            assertThat(state.lifecycle().reason().equals("TIMED_OUT")
                            && state.workflow().timeout().toHours() >= 24)
                    .as("%s was stuck until its timeout", id)
                    .isFalse();
            for (int index = 0; index < state.workflow().dag().size(); index++) {
                var node = state.node(index);
                var key = new InMemoryStore.LetterKey(
                        id, state.workflow().dag().node(index).id());
                boolean own = node.state() == NodeState.FAILED
                        && !"TIMED_OUT"
                                .equals(Objects.requireNonNull(node.failure()).code());
                assertThat(letters.containsKey(key))
                        .as("%s is a dead letter", key)
                        .isEqualTo(own);
            }
            assertThat(state.status()).isNotEqualTo(ExecutionStatus.PENDING);
        }
    }
}
