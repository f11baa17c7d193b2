package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.retention.RetentionRule;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.LiveState.LiveExecution;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Executions as readers may see them. States are folded from the journal; the hot state tells which version is the latest,
 * so that polling an execution that stands still reads PostgreSQL once, and which nodes a worker holds.
 *
 * <p>Where the hot state has the execution, its version is shown and none that the journal has beyond it: all processes
 * then agree, and a client that asks one after another sees no version go back. All readers of a process share one.
 */
public final class Sights {
    private final Loader loader;
    private final LiveState live;
    private final StateCache known = new StateCache();
    private RetentionRule retention = RetentionRule.FOR_EVER;
    private InstantSource clock = InstantSource.system();

    public Sights(Loader loader, LiveState live) {
        this.loader = loader;
        this.live = live;
    }

    /** Says what may have been removed by now, so that nothing of it is shown from memory. */
    public Sights forgetting(RetentionRule rule, InstantSource time) {
        this.retention = rule;
        this.clock = time;
        return this;
    }

    /** An execution as it stands, and what is live of it. */
    record Sight(ExecutionState state, Optional<LiveExecution> live) {}

    /** Shows what the hot state has of it; in an outage what the journal has. */
    CompletionStage<Optional<Sight>> look(ExecutionId id) {
        return hasEnded(id)
                ? look(id, CompletableFuture.completedStage(Optional.empty()))
                : look(id, live.read(id).exceptionally(outage -> Optional.empty()));
    }

    /** The same with what the caller has read of the hot state. */
    CompletionStage<Optional<Sight>> look(ExecutionId id, CompletionStage<Optional<LiveExecution>> read) {
        return read.thenCompose(hot -> at(id, hot.map(LiveExecution::version).orElse(Loader.LATEST))
                .thenApply(state -> state.map(it -> new Sight(it, hot))));
    }

    private boolean hasEnded(ExecutionId id) {
        ExecutionState before = known(id);
        return before != null && before.status().isEnded();
    }

    private CompletionStage<Optional<ExecutionState>> at(ExecutionId id, int version) {
        ExecutionState before = known(id);
        return before != null && version <= before.version()
                ? CompletableFuture.completedStage(Optional.of(before))
                : journaled(id, version);
    }

    private @Nullable ExecutionState known(ExecutionId id) {
        ExecutionState state = known.get(id);
        return state == null || retention.mayBeGone(state.lifecycle().endedAt(), clock.instant()) ? null : state;
    }

    /** The state as the journal has it; never older than one shown before. */
    private CompletionStage<Optional<ExecutionState>> journaled(ExecutionId id, int version) {
        ExecutionState before = known(id);
        CompletionStage<Optional<ExecutionState>> found = before == null
                ? loader.state(id, version)
                : loader.refresh(before, version).thenApply(Optional::of);
        return found.thenApply(state -> state.map(known::newest));
    }
}
