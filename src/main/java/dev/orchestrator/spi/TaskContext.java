package dev.orchestrator.spi;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One task as its handler sees it. All methods may be called by any thread, also after the task has ended. */
public interface TaskContext {
    String executionId();

    String nodeId();

    /** The number of this try of the node, from 1. A deferral does not raise it; an operator's retry starts again at 1. */
    int attempt();

    /**
     * The number of this sending of the node, from 1. It only ever grows, also over deferrals and operators' retries,
     * so it can fence what the handler writes elsewhere: what has a lower number is out of date.
     */
    int dispatch();

    /** The same text for every try of this node in this execution, and for no other: {@code <execution>:<node>}. */
    default String idempotencyKey() {
        return executionId() + ":" + nodeId();
    }

    /**
     * The node's config with its templates filled in, in the order it was written: {@code Map}, {@code List},
     * {@code String}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code Double}, {@code BigDecimal},
     * {@code Boolean} or null. Not to be changed.
     */
    Map<String, @Nullable Object> config();

    /** When this attempt is given up. */
    Instant deadline();

    /** Tells whether the task was given up: cancelled, past its deadline, or no longer this worker's. */
    boolean isCancelled();

    /**
     * Calls the action once when the task is given up, or now when it already was. It must return at once. Use it to
     * abort what the handler waits for; a thread of a {@link BlockingTaskHandler} is interrupted without it.
     */
    void onCancel(Runnable action);

    /**
     * What this handler asked for by {@link TaskResult#deferred}, when this is the call that follows. The time has come
     * then, whatever the local clock says.
     */
    Optional<Deferral> deferral();

    /** Present when the execution is simulated: a handler that would reach outside answers by itself instead. */
    Optional<Simulation> simulation();

    /**
     * The W3C {@code traceparent} of this task, for what the handler calls to continue the trace; empty where nobody
     * traces.
     */
    default Optional<String> traceparent() {
        return Optional.empty();
    }

    /** The time of day. */
    InstantSource clock();

    /**
     * A stage that completes after so long, and holds no thread until then; with a
     * {@link java.util.concurrent.CancellationException} when the task is given up before. The task keeps its slot at
     * the worker meanwhile; for waits of more than seconds answer {@link TaskResult#deferred}.
     */
    CompletionStage<@Nullable Void> pause(Duration duration);
}
