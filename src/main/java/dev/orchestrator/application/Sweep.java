package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Telemetry.Cause;
import dev.orchestrator.ports.out.Upkeep;
import dev.orchestrator.ports.out.Upkeep.LivePage;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Puts right what a store holds that came back as it was a while ago: executions that ended since, or that the journal does
 * not know, are removed, and those that went on are re-driven. What is as far as the journal is left alone, so this is short
 * where little was lost, and tasks may start afterwards. It may be done twice.
 */
final class Sweep {
    private final Journal journal;
    private final Upkeep upkeep;
    private final Redriver redriver;

    Sweep(Journal journal, Upkeep upkeep, Redriver redriver) {
        this.journal = journal;
        this.upkeep = upkeep;
        this.redriver = redriver;
    }

    /** Puts right a page, and answers it. */
    CompletionStage<LivePage> page(String cursor) {
        return upkeep.live(cursor).thenCompose(page -> putRight(page.versions()).thenApply(done -> page));
    }

    private CompletionStage<Void> putRight(Map<ExecutionId, Integer> live) {
        return live.isEmpty()
                ? CompletableFuture.completedStage(null)
                : journal.runningVersions(live.keySet()).thenCompose(running -> putRight(live, running));
    }

    /**
     * What ended is re-driven, too, for that leaves the trace against which late effects are held; what is there all the
     * same, because the journal knows nothing of it or cannot be read about it, is removed.
     */
    private CompletionStage<Void> putRight(Map<ExecutionId, Integer> live, Map<ExecutionId, Integer> running) {
        Set<ExecutionId> behind = new LinkedHashSet<>(live.keySet());
        behind.removeIf(id -> Objects.equals(live.get(id), running.get(id)));
        Set<ExecutionId> over = new LinkedHashSet<>(behind);
        over.removeAll(running.keySet());
        return redriver.redrive(behind, Cause.REBUILT).thenCompose(done -> forget(over));
    }

    private CompletionStage<Void> forget(Set<ExecutionId> over) {
        return over.isEmpty() ? CompletableFuture.completedStage(null) : upkeep.forget(over);
    }
}
