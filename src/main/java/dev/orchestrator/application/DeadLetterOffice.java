package dev.orchestrator.application;

import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.EventLoop;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists, retries and discards dead letters. */
public final class DeadLetterOffice implements ManageDeadLetters {
    private final EventLoop loop;
    private final CommitLoop commits;
    private final DeadLetters letters;

    public DeadLetterOffice(EventLoop loop, CommitLoop commits, DeadLetters letters) {
        this.loop = loop;
        this.commits = commits;
        this.letters = letters;
    }

    @Override
    public CompletionStage<Page> list(@Nullable UUID before, int limit) {
        return letters.open(before, limit + 1)
                .thenCombine(letters.count(), (found, count) -> page(found, limit, count));
    }

    private static Page page(List<Letter> found, int limit, long count) {
        List<Letter> shown = found.stream().limit(limit).toList();
        return new Page(shown, found.size() > limit ? shown.get(limit - 1).id() : null, count);
    }

    @Override
    public CompletionStage<Answer> retry(UUID id) {
        return ifOpen(id, letter -> commits.decide(
                        letter.place().execution(),
                        new Command.Revive(letter.place().node()))
                .handle((decision, failure) -> answer(letter, decision, failure)));
    }

    private static Answer answer(Letter letter, @Nullable Decision decision, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : Answers.cause(failure);
        if (cause != null && !(cause instanceof LetterClosed)) {
            throw new CompletionException(cause);
        }
        return decision instanceof Decision.Accepted ? new Answer.Done(letter) : new Answer.Closed();
    }

    @Override
    public CompletionStage<Answer> discard(UUID id) {
        return ifOpen(id, letter -> letters.discard(id, loop.now().truncatedTo(ChronoUnit.MICROS))
                .thenApply(done -> done ? new Answer.Done(letter) : new Answer.Closed()));
    }

    private CompletionStage<Answer> ifOpen(UUID id, Function<Letter, CompletionStage<Answer>> then) {
        return letters.find(id).thenCompose((Optional<Letter> found) -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedStage(new Answer.NotFound());
            }
            return found.get().isOpen()
                    ? then.apply(found.get())
                    : CompletableFuture.completedStage(new Answer.Closed());
        });
    }
}
