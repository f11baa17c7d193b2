package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Reference;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Evolution;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.ports.out.History;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.OutputKey;
import dev.orchestrator.ports.out.StoreUnavailable;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Workflows;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds executions from the journal, many in one go. */
public final class Loader {
    private static final Logger LOG = System.getLogger(Loader.class.getName());

    /** Stands for the version that is the present one. */
    public static final int LATEST = Integer.MAX_VALUE;

    private final Journal journal;
    private final Workflows workflows;

    public Loader(Journal journal, Workflows workflows) {
        this.journal = journal;
        this.workflows = workflows;
    }

    /** The present state of an execution, or as it was at this version; nothing when it does not exist. */
    public CompletionStage<Optional<ExecutionState>> state(ExecutionId id, int version) {
        return states(List.of(id), version).thenApply(found -> Optional.ofNullable(found.get(id)));
    }

    private CompletionStage<Map<ExecutionId, ExecutionState>> states(Collection<ExecutionId> ids, int version) {
        return journal.load(ids.stream().collect(Collectors.toMap(id -> id, id -> 0)))
                .thenCompose(histories -> workflows
                        .find(histories.values().stream().map(History::workflow).collect(Collectors.toSet()))
                        .thenApply(found -> replay(histories, found, version)));
    }

    /** A known state, brought up to the present or to this version. */
    public CompletionStage<ExecutionState> refresh(ExecutionState known, int version) {
        return journal.load(Map.of(known.id(), known.version()))
                .thenApply(found -> catchUp(known, found.get(known.id()), version));
    }

    /**
     * The present states with the outputs that decisions about them may need. Fails in an outage; where the journal answers
     * and the load fails all the same, the executions to blame are found, so that they keep no other from being loaded.
     */
    CompletionStage<Loaded> held(Collection<ExecutionId> ids) {
        Map<ExecutionId, Set<NodeId>> none = new HashMap<>();
        ids.forEach(id -> none.put(id, Set.of()));
        return held(none);
    }

    /** The same, with the outputs of more nodes where they have completed. */
    CompletionStage<Loaded> held(Map<ExecutionId, Set<NodeId>> more) {
        List<ExecutionId> all = List.copyOf(more.keySet());
        return attempt(all, more)
                .exceptionallyCompose(failure -> isOutage(failure)
                        ? CompletableFuture.failedStage(failure)
                        : journal.running(null, 1).thenCompose(reachable -> isolate(all, more, failure)));
    }

    /** One that is over already, such as a cut connection, is no execution's fault either. */
    private static boolean isOutage(Throwable failure) {
        return Answers.cause(failure) instanceof StoreUnavailable;
    }

    private CompletionStage<Loaded> isolate(
            List<ExecutionId> ids, Map<ExecutionId, Set<NodeId>> more, Throwable failure) {
        if (ids.size() == 1) {
            LOG.log(
                    Level.ERROR,
                    "An execution cannot be loaded",
                    Subject.of(ids.get(0)).because(failure));
            return CompletableFuture.completedStage(Loaded.broken(ids.get(0), failure));
        }
        int half = ids.size() / 2;
        return isolate(ids.subList(0, half), more).thenCompose(some -> isolate(ids.subList(half, ids.size()), more)
                .thenApply(some::and));
    }

    private CompletionStage<Loaded> isolate(List<ExecutionId> ids, Map<ExecutionId, Set<NodeId>> more) {
        return attempt(ids, more)
                .exceptionallyCompose(failure ->
                        isOutage(failure) ? CompletableFuture.failedStage(failure) : isolate(ids, more, failure));
    }

    private CompletionStage<Loaded> attempt(List<ExecutionId> ids, Map<ExecutionId, Set<NodeId>> more) {
        return states(ids, LATEST)
                .thenCompose(states -> withOutputs(states, more))
                .thenApply(Loaded::of);
    }

    private CompletionStage<Map<ExecutionId, Held>> withOutputs(
            Map<ExecutionId, ExecutionState> states, Map<ExecutionId, Set<NodeId>> more) {
        Map<ExecutionId, Held> held = new HashMap<>();
        states.forEach((id, state) -> held.put(id, Held.fresh(state)));
        Set<OutputKey> keys = new HashSet<>();
        states.forEach((id, state) -> {
            collectKeys(state, keys);
            more.getOrDefault(id, Set.of()).forEach(node -> collectKey(state, node, keys));
        });
        if (keys.isEmpty()) {
            return CompletableFuture.completedStage(held);
        }
        return journal.outputs(keys).thenApply(found -> {
            found.forEach((key, document) -> give(held, key, document));
            return held;
        });
    }

    private static void give(Map<ExecutionId, Held> held, OutputKey key, Document document) {
        Held execution = held.get(key.execution());
        if (execution != null) {
            execution.add(key, document);
        }
    }

    /** What nodes that may still run look into; a revival may run whatever has not completed. */
    private static void collectKeys(ExecutionState state, Set<OutputKey> keys) {
        Workflow workflow = state.workflow();
        for (int index = 0; index < workflow.dag().size(); index++) {
            if (state.node(index).state() != NodeState.COMPLETED) {
                Node node = workflow.dag().node(index);
                state.config(node).references().forEach(reference -> collectKey(state, reference, keys));
                if (node.gate().condition() != null) {
                    node.gate().condition().references().forEach(reference -> collectKey(state, reference, keys));
                }
            }
        }
    }

    private static void collectKey(ExecutionState state, Reference reference, Set<OutputKey> keys) {
        if (reference.node() != null) {
            collectKey(state, reference.node(), keys);
        }
    }

    private static void collectKey(ExecutionState state, NodeId source, Set<OutputKey> keys) {
        if (state.workflow().dag().indexOf(source) >= 0 && state.node(source).state() == NodeState.COMPLETED) {
            keys.add(new OutputKey(state.id(), source, state.node(source).dispatch()));
        }
    }

    private static Map<ExecutionId, ExecutionState> replay(
            Map<ExecutionId, History> histories, Map<WorkflowId, Workflow> workflows, int version) {
        Map<ExecutionId, ExecutionState> states = new HashMap<>();
        histories.forEach((id, history) -> {
            Workflow workflow = workflows.get(history.workflow());
            if (workflow == null) {
                throw new IllegalStateException("execution " + id + " names a workflow that is not stored");
            }
            states.put(id, replay(id, workflow, history, version));
        });
        return states;
    }

    private static ExecutionState replay(ExecutionId id, Workflow workflow, History history, int version) {
        ExecutionState start = history.snapshot() != null
                ? ExecutionState.restore(id, workflow, history.snapshot())
                : Evolution.before(
                        id,
                        history.workflow(),
                        workflow,
                        history.entries().get(0).at());
        return catchUp(start, history, version);
    }

    /** A snapshot that is newer than the version wanted is taken all the same: what is before it may be gone. */
    private static ExecutionState catchUp(ExecutionState state, @Nullable History history, int version) {
        if (history == null) {
            return state;
        }
        ExecutionState now = state;
        if (history.snapshot() != null && history.snapshot().version() > now.version()) {
            now = ExecutionState.restore(state.id(), state.workflow(), history.snapshot());
        }
        for (Entry entry : history.entries()) {
            boolean wanted = entry.version() > now.version() && entry.version() <= version;
            now = wanted ? Evolution.evolve(now, entry) : now;
        }
        return now;
    }
}
