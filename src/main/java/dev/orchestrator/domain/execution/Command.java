package dev.orchestrator.domain.execution;

import dev.orchestrator.domain.definition.NodeId;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is asked of an execution. The {@link Decider} answers each with a {@link Decision}. */
public sealed interface Command {
    /** Start the execution with these params; {@code trace} is where its spans belong, where somebody traces. */
    record Trigger(
            Map<String, Object> params,
            @Nullable Simulation simulation,
            @Nullable TraceContext trace,
            @Nullable RequestKey key)
            implements Command {
        public Trigger(Map<String, Object> params, @Nullable Simulation simulation) {
            this(params, simulation, null, null);
        }

        /** The same, for a request that may come again. */
        public Trigger under(@Nullable RequestKey name) {
            return new Trigger(params, simulation, trace, name);
        }
    }

    /** Let a worker start a dispatch that may be started once. */
    record Start(NodeId node, int dispatch, Claim claim) implements Command {}

    /** Take note of how a dispatch ended. */
    record Complete(NodeId node, int dispatch, Outcome outcome, Report report) implements Command {}

    /** The timer of a retry or a deferral is due. */
    record Wake(NodeId node, int dispatch) implements Command {}

    /** The execution's own timeout is due; {@code run} tells which of its runs was meant. */
    record TimeOut(int run) implements Command {}

    /** End the execution now. */
    record Cancel(String reason) implements Command {}

    /**
     * Give a node that failed, and what it took down with it, another chance.
     *
     * @param dispatch the one that failed last; null for whichever it was
     * @param config what the node's tasks are to be rendered from, checked like a definition; null changes nothing
     */
    record Revive(NodeId node, @Nullable Integer dispatch, @Nullable Map<String, Object> config) implements Command {
        public Revive(NodeId node) {
            this(node, null, null);
        }
    }

    /** Calls the function of the case at hand. */
    default <R> R match(Cases<R> cases) {
        if (this instanceof Trigger it) {
            return cases.trigger().apply(it);
        } else if (this instanceof Start it) {
            return cases.start().apply(it);
        } else if (this instanceof Complete it) {
            return cases.complete().apply(it);
        } else if (this instanceof Wake it) {
            return cases.wake().apply(it);
        } else if (this instanceof TimeOut it) {
            return cases.timeOut().apply(it);
        } else if (this instanceof Cancel it) {
            return cases.cancel().apply(it);
        }
        return cases.revive().apply((Revive) this);
    }

    /** One function for each case, so that a new case fails the build until it is handled everywhere. */
    record Cases<R>(
            Function<Trigger, R> trigger,
            Function<Start, R> start,
            Function<Complete, R> complete,
            Function<Wake, R> wake,
            Function<TimeOut, R> timeOut,
            Function<Cancel, R> cancel,
            Function<Revive, R> revive) {}
}
