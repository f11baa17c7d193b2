package dev.orchestrator.application;

import dev.orchestrator.application.Sights.Sight;
import dev.orchestrator.domain.definition.Dag;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.explanation.Circuit;
import dev.orchestrator.domain.explanation.Fleet;
import dev.orchestrator.domain.explanation.Open;
import dev.orchestrator.domain.explanation.Reason;
import dev.orchestrator.domain.explanation.Reasons;
import dev.orchestrator.domain.explanation.Standing;
import dev.orchestrator.domain.explanation.Surroundings;
import dev.orchestrator.ports.in.ExplainExecutions;
import dev.orchestrator.ports.out.LiveNode;
import dev.orchestrator.ports.out.LiveState.LiveExecution;
import dev.orchestrator.ports.out.Whereabouts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says why an execution does not move: its state, joined with what the hot store has out of it and with who is there. A
 * hot store that does not answer soon leaves the reasons that the journal knows.
 */
public final class Explainer implements ExplainExecutions {
    private static final Logger LOG = System.getLogger(Explainer.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** More would hold Redis up for nothing: who is behind so many need not know by how many more. */
    private static final int MOST_COUNTED = 10_000;

    private final Sights sights;
    private final HotSide hot;
    private boolean failing;

    public Explainer(Sights sights, HotSide hot) {
        this.sights = sights;
        this.hot = hot;
    }

    @Override
    public CompletionStage<Answer> explain(ExecutionId id, Question question) {
        CompletionStage<Optional<Optional<LiveExecution>>> read =
                patiently(() -> hot.live().read(id));
        return sights.look(id, read.thenApply(it -> it.flatMap(found -> found)))
                .thenCombine(read, (sight, it) -> answer(sight, it.isPresent(), question))
                .thenCompose(answer -> answer);
    }

    private CompletionStage<Answer> answer(Optional<Sight> found, boolean reached, Question question) {
        if (found.isEmpty()) {
            return CompletableFuture.completedStage(new Answer.UnknownExecution());
        }
        Sight sight = found.get();
        NodeId only = question.node();
        if (only != null && sight.state().workflow().dag().indexOf(only) < 0) {
            return CompletableFuture.completedStage(new Answer.UnknownNode());
        }
        List<Integer> open = open(sight.state(), only);
        List<Integer> asked = open.stream().limit(question.limit()).toList();
        if (sight.state().status() != ExecutionStatus.RUNNING) {
            return CompletableFuture.completedStage(explained(sight, open, asked, QueueState.NOT_NEEDED, unknown()));
        } else if (!reached) {
            return CompletableFuture.completedStage(explained(sight, open, asked, QueueState.UNKNOWN, unknown()));
        }
        return surroundings(sight, asked)
                .thenApply(it -> it.map(given -> explained(sight, open, asked, QueueState.KNOWN, given))
                        .orElseGet(() -> explained(sight, open, asked, QueueState.UNKNOWN, unknown())));
    }

    private Surroundings unknown() {
        return Surroundings.unknown(hot.loop().now());
    }

    /** The nodes that have not ended: those that are out before those that wait for them. */
    private static List<Integer> open(ExecutionState state, @Nullable NodeId only) {
        Dag dag = state.workflow().dag();
        if (only != null) {
            int index = dag.indexOf(only);
            return state.node(index).state().isEnded() ? List.of() : List.of(index);
        }
        return Stream.concat(
                        IntStream.range(0, dag.size())
                                .filter(index -> isOut(state.node(index)))
                                .boxed(),
                        IntStream.range(0, dag.size())
                                .filter(index -> state.node(index).state() == NodeState.PENDING)
                                .boxed())
                .toList();
    }

    private static boolean isOut(NodeExecution node) {
        return node.state() != NodeState.PENDING && !node.state().isEnded();
    }

    private CompletionStage<Optional<Surroundings>> surroundings(Sight sight, List<Integer> asked) {
        ExecutionState state = sight.state();
        List<NodeId> out = asked.stream()
                .filter(index -> isOut(state.node(index)))
                .map(index -> state.workflow().dag().node(index).id())
                .toList();
        CompletionStage<Optional<Open>> open =
                patiently(() -> hot.whereabouts().find(new Whereabouts.Question(state.id(), out, MOST_COUNTED)));
        CompletionStage<Optional<Fleet>> fleet = patiently(hot::fleet);
        CompletionStage<Optional<Map<String, Circuit>>> circuits =
                asked.stream().anyMatch(index -> state.node(index).hold() != null)
                        ? patiently(hot::circuits)
                        : CompletableFuture.completedStage(Optional.empty());
        Set<NodeId> running = running(sight);
        return open.thenCombine(
                        fleet,
                        (places, there) ->
                                places.flatMap(it -> there.map(who -> new Surroundings(it.at(), it, who, running))))
                .thenCombine(circuits, (given, known) -> given.map(it -> it.with(known.orElse(Map.of()))));
    }

    private static Set<NodeId> running(Sight sight) {
        Map<NodeId, LiveNode> nodes = sight.live().map(LiveExecution::nodes).orElse(Map.of());
        Set<NodeId> running = new HashSet<>();
        nodes.forEach((id, node) -> {
            if (Views.isOf(node, sight.state().node(id))) {
                running.add(id);
            }
        });
        return running;
    }

    private static Answer explained(
            Sight sight, List<Integer> open, List<Integer> asked, QueueState queueState, Surroundings given) {
        ExecutionState state = sight.state();
        Reasons reasons = new Reasons(state, given);
        return new Answer.Found(new Explanation(
                given.now(),
                Views.summary(state),
                state.version(),
                Standing.of(state, given),
                queueState,
                open.size(),
                asked.stream()
                        .map(index -> explained(state, index, reasons.of(index)))
                        .toList()));
    }

    private static NodeReason explained(ExecutionState state, int index, Reason reason) {
        Node node = state.workflow().dag().node(index);
        NodeExecution execution = state.node(index);
        NodeState shown = reason instanceof Reason.Leased ? NodeState.RUNNING : execution.state();
        return new NodeReason(node.id(), node.handler(), shown, execution.attempt(), execution.dispatch(), reason);
    }

    /** Empty when there is no answer in time: a hot store that hangs must not keep the journal's answer back. */
    private <T> CompletionStage<Optional<T>> patiently(Supplier<CompletionStage<T>> call) {
        CompletableFuture<Optional<T>> answer = new CompletableFuture<>();
        var timer = hot.loop().after(PATIENCE, () -> answer.complete(Optional.empty()));
        Answers.of(call, hot.loop(), (value, failure) -> {
            timer.cancel();
            tell(failure);
            answer.complete(Optional.ofNullable(value));
        });
        return answer;
    }

    /** Once for an outage: who asks is answered all the same, so nobody else would learn of it. */
    private void tell(@Nullable Throwable failure) {
        if (failure != null && !failing) {
            LOG.log(Level.WARNING, "The hot store cannot be asked where open work is: {0}", failure);
        }
        failing = failure != null;
    }
}
