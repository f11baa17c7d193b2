package dev.orchestrator.checker;

import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Template;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.NodeState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where an execution and its nodes stand, by the plain words of the events. It shares nothing with the engine's own fold
 * but those, so a mistake there shows as a difference.
 */
final class Fold {
    private static final int MOST_TOLD = 10;

    private final Workflow workflow;
    private final Map<NodeId, Place> places = new LinkedHashMap<>();
    private final Event.Cases<Void> cases = new Event.Cases<>(
            event -> set(ExecutionStatus.PENDING),
            this::triggered,
            this::queued,
            event -> null,
            event -> end(event.node(), NodeState.COMPLETED),
            this::retryScheduled,
            event -> wait(event.node(), event.deferral().until()),
            this::failed,
            event -> end(event.node(), NodeState.SKIPPED),
            event -> end(event.node(), NodeState.CANCELLED),
            event -> null,
            this::nodeRevived,
            event -> set(ExecutionStatus.RUNNING),
            event -> set(event.status()));
    private ExecutionStatus status = ExecutionStatus.PENDING;
    private int version;
    private int openNodes;
    private Instant at = Instant.EPOCH;
    private @Nullable Instant submittedAt;
    private @Nullable Instant triggeredAt;
    private Map<String, Object> params = Map.of();

    /** Looks at an event, and at the state before it. */
    @FunctionalInterface
    interface Visitor {
        void event(Fold before, Entry entry, Event event);

        /** Looks at the state after a version. */
        default void after(Fold fold, Entry entry) {}
    }

    Fold(Workflow workflow) {
        this.workflow = workflow;
        this.openNodes = workflow.dag().size();
        workflow.dag().nodes().forEach(node -> places.put(node.id(), new Place(node.config())));
    }

    void next(Entry entry, Visitor visitor) {
        at = entry.at();
        submittedAt = submittedAt == null ? at : submittedAt;
        for (Event event : entry.events()) {
            visitor.event(this, entry, event);
            event.match(cases);
        }
        version = entry.version();
        visitor.after(this, entry);
    }

    Workflow workflow() {
        return workflow;
    }

    ExecutionStatus status() {
        return status;
    }

    int version() {
        return version;
    }

    Instant submittedAt() {
        return Objects.requireNonNull(submittedAt);
    }

    @Nullable
    Instant triggeredAt() {
        return triggeredAt;
    }

    Map<String, Object> params() {
        return params;
    }

    Place place(NodeId node) {
        return Objects.requireNonNull(places.get(node), node::value);
    }

    Map<NodeId, Place> places() {
        return places;
    }

    Node node(NodeId node) {
        return Objects.requireNonNull(workflow.dag().find(node), node::value);
    }

    /** How many nodes have not ended. */
    int openNodes() {
        return openNodes;
    }

    /** The status and the nodes that have not ended, for messages. */
    String open() {
        String nodes = places.entrySet().stream()
                .filter(it -> !it.getValue().state.isEnded())
                .limit(MOST_TOLD)
                .map(it -> " " + it.getKey() + " " + it.getValue())
                .collect(Collectors.joining(","));
        return status + " at version " + version + (nodes.isEmpty() ? "" : ", open:" + nodes);
    }

    private Void set(ExecutionStatus next) {
        status = next;
        return null;
    }

    private Void triggered(Event.Triggered event) {
        params = event.params();
        triggeredAt = at;
        return set(ExecutionStatus.RUNNING);
    }

    private Void queued(Event.NodeQueued event) {
        Place place = place(event.node());
        move(place, NodeState.QUEUED);
        place.attempt = event.attempt();
        place.dispatch = event.dispatch();
        place.wakeAt = null;
        return null;
    }

    private Void retryScheduled(Event.NodeRetryScheduled event) {
        move(place(event.node()), NodeState.RETRYING);
        place(event.node()).failure = event.failure();
        return wait(event.node(), event.retryAt());
    }

    private Void wait(NodeId node, @Nullable Instant until) {
        place(node).wakeAt = until;
        return null;
    }

    private Void failed(Event.NodeFailed event) {
        place(event.node()).failure = event.failure();
        place(event.node()).deadLetter = event.deadLetter();
        return end(event.node(), NodeState.FAILED);
    }

    private Void end(NodeId node, NodeState state) {
        move(place(node), state);
        return wait(node, null);
    }

    private Void nodeRevived(Event.NodeRevived event) {
        Place place = place(event.node());
        move(place, NodeState.PENDING);
        place.attempt = 0;
        place.life++;
        place.deadLetter = false;
        if (event.config() != null) {
            place.config = Template.of(event.config(), node(event.node()).handler());
        }
        return null;
    }

    private void move(Place place, NodeState next) {
        openNodes += (place.state.isEnded() ? 1 : 0) - (next.isEnded() ? 1 : 0);
        place.state = next;
    }

    /** Where one node stands. */
    static final class Place {
        private NodeState state = NodeState.PENDING;
        private int attempt;
        private int dispatch;
        private int life;
        private boolean deadLetter;
        private @Nullable Instant wakeAt;
        private @Nullable Failure failure;
        private Template config;

        Place(Template config) {
            this.config = config;
        }

        NodeState state() {
            return state;
        }

        int attempt() {
            return attempt;
        }

        /** The latest; 0 when there was none. */
        int dispatch() {
            return dispatch;
        }

        /** How often it was revived by an operator. */
        int life() {
            return life;
        }

        /** Whether it ended badly and by its own doing. */
        boolean isDeadLetter() {
            return state == NodeState.FAILED && deadLetter;
        }

        /** When a retry or deferral is due; null when nothing is waited for. */
        @Nullable
        Instant wakeAt() {
            return wakeAt;
        }

        /** Whether a worker may have it or get it. */
        boolean isOut() {
            return state == NodeState.QUEUED && wakeAt == null;
        }

        @Nullable
        Failure failure() {
            return failure;
        }

        Template config() {
            return config;
        }

        @Override
        public String toString() {
            return state + "#" + dispatch + " attempt " + attempt + (wakeAt == null ? "" : " until " + wakeAt);
        }
    }
}
