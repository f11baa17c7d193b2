package dev.orchestrator.simulation;

import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.twins.InMemoryRedis;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Bugs that a simulation must find: each is what a mistake in an adapter, or in the order of things, would do. */
final class PlantedBugs {
    private PlantedBugs() {}

    /** What a commit decides is carried out, and answered, while it is still on its way. */
    static Fittings effectsBeforeTheJournal() {
        return journal((batch, real) -> {
            CompletionStage<Appended> stored = real.append(batch);
            Set<ExecutionId> all =
                    batch.appends().stream().map(it -> it.state().id()).collect(Collectors.toSet());
            return stored.toCompletableFuture().isDone()
                    ? stored
                    : CompletableFuture.completedStage(new Appended(all, Map.of()));
        });
    }

    /** Outputs are not stored with the versions that tell of them. */
    static Fittings outputsForgotten() {
        return journal((batch, real) -> real.append(new Journal.Batch(
                batch.id(),
                batch.writer(),
                batch.at(),
                batch.appends().stream().map(PlantedBugs::withoutOutputs).toList(),
                batch.confirmed())));
    }

    private static Append withoutOutputs(Append it) {
        return new Append(it.state(), it.entry(), List.of(), it.created(), it.snapshot());
    }

    static Fittings noRetryTimers() {
        return live(without(effect -> effect instanceof Effect.SetTimer));
    }

    static Fittings tasksForgotten() {
        return live(without(
                effect -> effect instanceof Effect.DispatchTask task && task.attempt() == 1 && task.dispatch() == 1));
    }

    private static Function<Change, Change> without(Predicate<Effect> forgotten) {
        return change -> new Change(
                change.mode(),
                change.state(),
                change.baseVersion(),
                change.changed(),
                change.effects().stream().filter(forgotten.negate()).toList(),
                change.receipts());
    }

    /** The end of an execution is not told to the hot store. */
    static Fittings endsNotTold() {
        return applying((change, real) -> change.state().status().isEnded()
                ? CompletableFuture.completedStage(Reply.APPLIED)
                : real.apply(change));
    }

    private interface Appending {
        CompletionStage<Appended> append(Journal.Batch batch, Journal real);
    }

    private static Fittings journal(Appending bug) {
        return new Fittings() {
            @Override
            public Journal journal(Journal real) {
                return Interposed.before(
                        Journal.class,
                        real,
                        (method, arguments, behind) -> method.equals("append")
                                ? bug.append((Journal.Batch) arguments[0], real)
                                : behind.call(arguments));
            }
        };
    }

    private interface Applying {
        CompletionStage<Reply> apply(Change change, LiveState real);
    }

    private static Fittings live(Function<Change, Change> spoil) {
        return applying((change, real) -> real.apply(spoil.apply(change)));
    }

    private static Fittings applying(Applying bug) {
        return new Fittings() {
            @Override
            public InMemoryRedis.Ports ports(InMemoryRedis.Ports real) {
                LiveState live = real.live();
                LiveState spoiled = Interposed.before(
                        LiveState.class,
                        live,
                        (method, arguments, behind) -> method.equals("apply")
                                ? bug.apply((Change) arguments[0], live)
                                : behind.call(arguments));
                return with(real, spoiled);
            }
        };
    }

    private static InMemoryRedis.Ports with(InMemoryRedis.Ports it, LiveState live) {
        return new InMemoryRedis.Ports(
                live,
                it.tasks(),
                it.completions(),
                it.upkeep(),
                it.members(),
                it.ends(),
                it.progress(),
                it.limits(),
                it.whereabouts(),
                it.breakers());
    }
}
