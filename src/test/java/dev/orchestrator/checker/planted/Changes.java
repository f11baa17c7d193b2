package dev.orchestrator.checker.planted;

import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.ports.out.LiveState.Change;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Changes of the hot state with other effects. */
final class Changes {
    private Changes() {}

    static Change without(Change change, Predicate<Effect> lost) {
        return with(change, change.effects().stream().filter(lost.negate()).toList());
    }

    static Change dispatches(Change change, UnaryOperator<String> config) {
        return with(
                change,
                change.effects().stream()
                        .map(effect -> effect instanceof Effect.DispatchTask it
                                ? new Effect.DispatchTask(
                                        it.node(),
                                        it.attempt(),
                                        it.dispatch(),
                                        config.apply(it.config()),
                                        it.secrets(),
                                        it.queuedAt(),
                                        it.deferral())
                                : effect)
                        .toList());
    }

    static Change timers(Change change, UnaryOperator<Instant> at) {
        return with(
                change,
                change.effects().stream()
                        .map(effect -> effect instanceof Effect.SetTimer it
                                ? new Effect.SetTimer(it.node(), it.dispatch(), at.apply(it.at()))
                                : effect)
                        .toList());
    }

    private static Change with(Change change, List<Effect> effects) {
        return new Change(
                change.mode(), change.state(), change.baseVersion(), change.changed(), effects, change.receipts());
    }
}
