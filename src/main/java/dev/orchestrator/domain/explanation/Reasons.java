package dev.orchestrator.domain.explanation;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeExecution;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.explanation.Reason.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Finds the reason why a node has not ended. The journal says what should be out; what the hot store has of that dispatch
 * says where it is. What should be out and is nowhere is said to be lost, and never guessed at.
 */
public final class Reasons {
    /** What was decided less than this ago may not have reached the hot store: later it is re-driven. */
    static final Duration ON_ITS_WAY = Duration.ofSeconds(5);
    /** The most dependencies that are named. */
    static final int MOST_DEPENDENCIES = 20;

    private final ExecutionState state;
    private final Surroundings given;

    public Reasons(ExecutionState state, Surroundings given) {
        this.state = state;
        this.given = given;
    }

    /** Takes the number of a node that has not ended. */
    public Reason of(int index) {
        Node definition = state.workflow().dag().node(index);
        NodeExecution node = state.node(index);
        if (node.state() == NodeState.PENDING) {
            return pending(definition, node);
        }
        return node.wakeAt() == null ? dispatched(definition, node) : held(definition, node, node.wakeAt());
    }

    private Reason pending(Node definition, NodeExecution node) {
        if (state.status() == ExecutionStatus.PENDING && node.upstream().waiting() == 0) {
            return new Reason.NotTriggered(state.lifecycle().submittedAt());
        }
        List<Dependency> open = definition.dependencies().stream()
                .filter(id -> !state.node(id).state().isEnded())
                .limit(MOST_DEPENDENCIES)
                .map(id -> new Dependency(id, shown(id)))
                .toList();
        return new Reason.WaitsForDependencies(definition.gate().rule(), node.upstream(), open);
    }

    private NodeState shown(NodeId id) {
        return given.running().contains(id) ? NodeState.RUNNING : state.node(id).state();
    }

    private Reason held(Node definition, NodeExecution node, Instant wakeAt) {
        if (given.open() != null) {
            Alarm alarm = given.open().alarms().get(definition.id());
            if (alarm == null || alarm.fence() != node.dispatch()) {
                return missing(node, alarm == null ? 0 : alarm.fence());
            } else if (alarm.firedAt() != null) {
                return new Reason.TimerFired(alarm.firedAt(), given.fleet().orchestrated());
            }
        }
        return node.state() == NodeState.RETRYING ? backingOff(definition, node, wakeAt) : deferred(node, wakeAt);
    }

    private static Reason backingOff(Node definition, NodeExecution node, Instant wakeAt) {
        Failure failure = Objects.requireNonNull(node.failure());
        int most = definition.policy().retry().maxAttempts();
        return new Reason.BackingOff(since(node), wakeAt, node.attempt(), most, failure);
    }

    private Reason deferred(NodeExecution node, Instant wakeAt) {
        Deferral hold = node.hold();
        if (hold != null && hold.breaker() != null) {
            Circuit circuit = given.circuits().get(hold.breaker());
            return new Reason.BreakerOpen(since(node), wakeAt, hold.breaker(), hold.reason(), circuit);
        }
        Deferral deferral = Objects.requireNonNull(node.deferral());
        return new Reason.Deferred(since(node), wakeAt, deferral.reason());
    }

    private Reason dispatched(Node definition, NodeExecution node) {
        if (given.open() == null) {
            return new Reason.Unknown(definition.policy().queue(), since(node));
        }
        Place place = given.open().places().get(definition.id());
        if (place == null || place.dispatch() != node.dispatch()) {
            return missing(node, place == null ? 0 : place.dispatch());
        }
        boolean starting = definition.policy().atMostOnce() && node.started() == null;
        return place.match(
                queue -> queued(definition, node, queue), worker -> leased(worker, starting), this::reported);
    }

    private Reason queued(Node definition, NodeExecution node, Place.InQueue place) {
        List<Fleet.Worker> serving = given.fleet().serving(place.queue());
        List<Fleet.Worker> able =
                serving.stream().filter(it -> it.handles(definition.handler())).toList();
        if (serving.isEmpty()) {
            return new Reason.NoWorker(place.queue(), since(node), place.until(), place.ahead());
        } else if (able.isEmpty()) {
            return new Reason.NoHandler(place.queue(), definition.handler(), since(node), place.until(), place.ahead());
        }
        return new Reason.Queued(place.queue(), since(node), place.until(), place.ahead(), Fleet.sum(serving));
    }

    private Reason leased(Place.AtWorker place, boolean starting) {
        return new Reason.Leased(
                place.worker(),
                given.fleet().has(place.worker()),
                place.since(),
                place.leaseUntil(),
                place.deadline(),
                starting);
    }

    private Reason reported(Place.Reported place) {
        return new Reason.Reported(
                place.worker(), place.overdue(), place.at(), given.fleet().orchestrated());
    }

    /** A later dispatch than the state has shows that the state is about to change. */
    private Reason missing(NodeExecution node, int out) {
        Instant since = since(node);
        boolean isFresh = since.isAfter(given.now().minus(ON_ITS_WAY)) || out > node.dispatch();
        return isFresh
                ? new Reason.OnItsWay(since)
                : new Reason.Lost(since, given.fleet().orchestrated());
    }

    private static Instant since(NodeExecution node) {
        return Objects.requireNonNull(node.changedAt());
    }
}
