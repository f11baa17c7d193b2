package dev.orchestrator.application;

import dev.orchestrator.domain.definition.PatchReader.Reading;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.DeadLetters.Closing;
import dev.orchestrator.ports.out.DeadLetters.Count;
import dev.orchestrator.ports.out.DeadLetters.Groups;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.DeadLetters.Status;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.Telemetry;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
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
    private final Loader loader;
    private final ConfigPatches configs;
    private final Telemetry telemetry;

    public DeadLetterOffice(
            EventLoop loop,
            CommitLoop commits,
            DeadLetters letters,
            Loader loader,
            ConfigPatches configs,
            Telemetry telemetry) {
        this.loop = loop;
        this.commits = commits;
        this.letters = letters;
        this.loader = loader;
        this.configs = configs;
        this.telemetry = telemetry;
    }

    @Override
    public CompletionStage<Page> list(LetterCriteria criteria, @Nullable UUID before, int limit) {
        return letters.list(criteria, before, limit + 1)
                .thenCombine(letters.count(criteria), (found, count) -> page(found, limit, count));
    }

    private static Page page(List<Letter> found, int limit, Count count) {
        List<Letter> shown = found.stream().limit(limit).toList();
        return new Page(shown, found.size() > limit ? shown.get(limit - 1).id() : null, count);
    }

    @Override
    public CompletionStage<Groups> groups(LetterCriteria criteria, int limit) {
        return letters.groups(criteria, limit);
    }

    @Override
    public CompletionStage<Answer> retry(UUID id, @Nullable Object patch) {
        return ifOpen(id, letter -> patch == null ? revive(letter, null) : patched(letter, patch));
    }

    private CompletionStage<Answer> patched(Letter letter, Object patch) {
        return loader.state(letter.place().execution(), Loader.LATEST)
                .thenCompose(state ->
                        configs.read(state.orElseThrow(), letter.place().node(), patch))
                .thenCompose((Reading reading) -> reading.problems().isEmpty()
                        ? revive(letter, reading.config())
                        : CompletableFuture.completedStage(new Answer.Invalid(reading.problems())));
    }

    /** The dispatch ties the revival to this letter: the node may have failed again since. */
    private CompletionStage<Answer> revive(Letter letter, @Nullable Map<String, Object> config) {
        Command revive = new Command.Revive(letter.place().node(), letter.dispatch(), config);
        return commits.decide(letter.place().execution(), revive)
                .handle((decision, failure) -> answer(letter, decision, failure));
    }

    private Answer answer(Letter letter, @Nullable Decision decision, @Nullable Throwable failure) {
        Throwable cause = failure == null ? null : Answers.cause(failure);
        if (cause != null && !(cause instanceof LetterClosed)) {
            throw new CompletionException(cause);
        }
        if (!(decision instanceof Decision.Accepted)) {
            return new Answer.Closed();
        }
        telemetry.lettersClosed(Status.RETRIED, 1);
        return new Answer.Done(letter);
    }

    @Override
    public CompletionStage<Answer> discard(UUID id, Discarding how) {
        return ifOpen(id, letter -> letters.discard(id, closing(how)).thenApply(done -> {
            telemetry.lettersClosed(Status.DISCARDED, done ? 1 : 0);
            return done ? new Answer.Done(letter) : new Answer.Closed();
        }));
    }

    @Override
    public CompletionStage<Integer> discardMany(LetterCriteria criteria, int most, Discarding how) {
        return letters.discard(criteria, most, closing(how)).thenApply(discarded -> {
            telemetry.lettersClosed(Status.DISCARDED, discarded);
            return discarded;
        });
    }

    private Closing closing(Discarding how) {
        return new Closing(loop.now().truncatedTo(ChronoUnit.MICROS), how.by(), how.reason());
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
