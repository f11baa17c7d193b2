package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.explanation.Ahead;
import dev.orchestrator.domain.explanation.Alarm;
import dev.orchestrator.domain.explanation.Circuit;
import dev.orchestrator.domain.explanation.Fleet;
import dev.orchestrator.domain.explanation.Fleet.Worker;
import dev.orchestrator.domain.explanation.Open;
import dev.orchestrator.domain.explanation.Place;
import dev.orchestrator.domain.explanation.Reasons;
import dev.orchestrator.domain.explanation.Standing;
import dev.orchestrator.domain.explanation.Surroundings;
import dev.orchestrator.ports.in.ExecutionSummary;
import dev.orchestrator.ports.in.ExplainExecutions;
import dev.orchestrator.ports.out.Run;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** One execution of which every node has another reason, in fixed surroundings. */
@Alternative
@Singleton
public class FakeExplanations implements ExplainExecutions {
    static final Instant NOW = FakeEngine.NOW;

    private final Run run = Run.of(
            1,
            Run.workflow(
                    "queued",
                    "nobody",
                    "unable",
                    "backing",
                    "deferred",
                    "held",
                    "leased",
                    "reported",
                    "fired",
                    "lost",
                    "waiting<queued,lost"),
            () -> NOW.minusSeconds(60));
    private volatile boolean down;

    FakeExplanations() {
        run.trigger();
        run.complete("backing", Run.FAILED);
        run.complete("fired", Run.FAILED);
        run.complete("deferred", new Outcome.Deferred(NOW.plusSeconds(30), "not before noon"));
        run.complete("held", new Outcome.Deferred(NOW.plusSeconds(30), "HTTP_503", "call/api.example.com"));
    }

    ExecutionId id() {
        return run.id();
    }

    void outage(boolean now) {
        down = now;
    }

    @Override
    public CompletionStage<Answer> explain(ExecutionId id, Question question) {
        if (down) {
            return CompletableFuture.failedFuture(new IOException("connection refused"));
        }
        return CompletableFuture.completedFuture(
                id.equals(run.id()) ? answer(question) : new Answer.UnknownExecution());
    }

    private Answer answer(Question question) {
        ExecutionState state = run.state();
        if (question.node() != null && state.workflow().dag().indexOf(question.node()) < 0) {
            return new Answer.UnknownNode();
        }
        Surroundings given = new Surroundings(NOW, open(), fleet(), Set.of())
                .with(Map.of("call/api.example.com", new Circuit("half_open", NOW.plusSeconds(7))));
        List<NodeReason> nodes = IntStream.range(0, state.workflow().dag().size())
                .mapToObj(index -> reason(state, index, new Reasons(state, given)))
                .filter(it -> question.node() == null || question.node().equals(it.node()))
                .toList();
        List<NodeReason> some = nodes.stream().limit(question.limit()).toList();
        return new Answer.Found(new Explanation(
                NOW, summary(state), state.version(), Standing.of(state, given), QueueState.KNOWN, nodes.size(), some));
    }

    private static NodeReason reason(ExecutionState state, int index, Reasons reasons) {
        NodeExecution node = state.node(index);
        return new NodeReason(
                state.workflow().dag().node(index).id(),
                "handler",
                node.state(),
                node.attempt(),
                node.dispatch(),
                reasons.of(index));
    }

    private static ExecutionSummary summary(ExecutionState state) {
        return new ExecutionSummary(state.id(), FakeEngine.WORKFLOW, "test", state.status(), "", NOW, NOW, null);
    }

    private static Fleet fleet() {
        return new Fleet(
                List.of(
                        new Worker("w1", Set.of("q|q"), Set.of("handler-q"), 2, 2),
                        new Worker("w2", Set.of("q|u"), Set.of("other"), 2, 0)),
                true);
    }

    private static Open open() {
        Instant until = NOW.plusSeconds(900);
        return new Open(
                NOW,
                Map.of(
                        new NodeId("queued"), new Place.InQueue(1, "q|q", until, new Ahead(12, true)),
                        new NodeId("nobody"), new Place.InQueue(1, "q|n", until, new Ahead(10_000, false)),
                        new NodeId("unable"), new Place.InQueue(1, "q|u", until, null),
                        new NodeId("leased"),
                                new Place.AtWorker(1, "w1", NOW.minusSeconds(5), NOW.plusSeconds(20), until),
                        new NodeId("reported"), new Place.Reported(1, "w9", true, NOW.minusSeconds(1))),
                Map.of(
                        new NodeId("backing"), new Alarm(1, NOW, null),
                        new NodeId("deferred"), new Alarm(1, NOW.plusSeconds(30), null),
                        new NodeId("held"), new Alarm(1, NOW.plusSeconds(30), null),
                        new NodeId("fired"), new Alarm(1, NOW, NOW.minusSeconds(2))),
                null);
    }
}
