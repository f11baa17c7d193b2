package dev.orchestrator.application;

import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.InvariantViolated;
import dev.orchestrator.domain.execution.Redrive;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Mode;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Telemetry;
import dev.orchestrator.ports.out.Telemetry.Cause;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Puts the hot state of executions back to what the journal says, always read afresh. All repair goes through here. */
public final class Redriver {
    private static final Logger LOG = System.getLogger(Redriver.class.getName());
    private static final int PAGE = 256;
    /** What was read so long ago is not written: the execution may have ended, and the hot state forgotten that it did. */
    private static final long STALE_NANOS = Duration.ofSeconds(10).toNanos();

    private final EventLoop loop;
    private final Loader loader;
    private final Redrive redrive;
    private final LiveState live;
    private final Telemetry telemetry;

    public Redriver(EventLoop loop, Loader loader, Redrive redrive, LiveState live, Telemetry telemetry) {
        this.loop = loop;
        this.loader = loader;
        this.redrive = redrive;
        this.live = live;
        this.telemetry = telemetry;
    }

    /**
     * Re-drives all of these, a page at a time; fails when the hot state cannot be written. Unknown executions are passed
     * over, and so is one that cannot be read or whose tasks cannot be made: a bug about one must not keep the others from
     * being repaired.
     */
    public CompletionStage<Void> redrive(Collection<ExecutionId> ids, Cause cause) {
        return redrive(List.copyOf(ids), 0, cause);
    }

    private CompletionStage<Void> redrive(List<ExecutionId> ids, int from, Cause cause) {
        int to = Math.min(from + PAGE, ids.size());
        return from == to
                ? CompletableFuture.completedStage(null)
                : restore(ids.subList(from, to))
                        .thenAccept(done -> telemetry.redriven(cause, to - from))
                        .thenCompose(done -> redrive(ids, to, cause));
    }

    private CompletionStage<Void> restore(List<ExecutionId> page) {
        long askedAt = loop.nanoTime();
        String store = live.store();
        return loader.held(page).thenCompose(executions -> restore(executions, store, askedAt));
    }

    private CompletionStage<Void> restore(Loaded executions, String store, long askedAt) {
        if (!live.store().equals(store)) {
            throw new IllegalStateException("the hot state was replaced while the journal was read");
        }
        if (loop.nanoTime() - askedAt > STALE_NANOS) {
            throw new IllegalStateException("what was read of the journal is too old to restore the hot state from");
        }
        List<CompletableFuture<Void>> restored = executions.held().values().stream()
                .filter(held -> held.state().status() != ExecutionStatus.PENDING)
                .map(held -> restore(held).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(restored.toArray(CompletableFuture[]::new));
    }

    private CompletionStage<Void> restore(Held held) {
        ExecutionState state = held.state();
        List<Effect> effects;
        try {
            effects = redrive.effects(state, held::output);
        } catch (RuntimeException bug) {
            LOG.log(
                    Level.ERROR,
                    "Cannot tell what is open",
                    Subject.of(state.id()).because(bug));
            telemetry.violated(InvariantViolated.of(bug));
            return CompletableFuture.completedStage(null);
        }
        return live.apply(new Change(Mode.RESTORE, state, 0, List.of(), effects, List.of()))
                .thenAccept(Redriver::check);
    }

    /** STALE is as good as done: something newer was applied meanwhile. */
    private static void check(Reply reply) {
        if (reply == Reply.WIPED) {
            throw new IllegalStateException("the hot state was replaced while it was restored");
        }
    }
}
