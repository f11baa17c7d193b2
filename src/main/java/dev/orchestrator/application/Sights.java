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
 * Executions as readers may see them. States are folded from the journal, and each look asks it for what is new: the hot
 * state may be away, lag behind or come back older, and a client that asks one process after another must see no version
 * go back. The hot state tells which nodes a worker holds. All readers of a process share one.
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

    /** The latest version that is durable, whatever the hot state has of it. */
    CompletionStage<Optional<Sight>> look(ExecutionId id) {
        CompletionStage<Optional<LiveExecution>> hot = hasEnded(id)
                ? CompletableFuture.completedStage(Optional.empty())
                : live.read(id).exceptionally(outage -> Optional.empty());
        return journaled(id, Loader.LATEST).thenCombine(hot, (state, it) -> state.map(found -> new Sight(found, it)));
    }

    /** As far as what the caller has read of the hot state goes, so that both tell of the same moment. */
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
