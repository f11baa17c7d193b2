package dev.orchestrator.application;

import dev.orchestrator.ports.in.RetryManyLetters;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.DeadLetters.Count;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.DeadLetters.Status;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.LetterRetries;
import dev.orchestrator.ports.out.LetterRetries.Job;
import dev.orchestrator.ports.out.LetterRetries.Order;
import dev.orchestrator.ports.out.LetterRetries.Tally;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Orders retries of many dead letters; a {@link LetterRetrier} carries them out. */
public final class LetterJobs implements RetryManyLetters {
    private static final UUID NOTHING = new UUID(0, 0);

    private final EventLoop loop;
    private final LetterRetries jobs;
    private final DeadLetters letters;
    private final Supplier<UUID> ids;

    public LetterJobs(EventLoop loop, LetterRetries jobs, DeadLetters letters, Supplier<UUID> ids) {
        this.loop = loop;
        this.jobs = jobs;
        this.letters = letters;
        this.ids = ids;
    }

    @Override
    public CompletionStage<Count> count(LetterCriteria criteria) {
        return letters.count(criteria.with(Status.OPEN));
    }

    @Override
    public CompletionStage<Job> start(Wish wish) {
        LetterCriteria open = wish.criteria().with(Status.OPEN);
        return letters.list(open, null, 1)
                .thenCombine(letters.count(open), (newest, count) -> job(wish, newest, count))
                .thenCompose(job -> jobs.add(job).thenApply(done -> job));
    }

    /** Goes from the newest letter downwards: what fails again later has a greater id and is not met again. */
    private Job job(Wish wish, List<Letter> newest, Count count) {
        UUID before = newest.isEmpty() ? NOTHING : after(newest.get(0).id());
        Order order =
                new Order(wish.criteria().with(Status.OPEN), wish.perSecond(), wish.most(), count.value(), wish.by());
        return new Job(
                ids.get(),
                order,
                loop.now().truncatedTo(ChronoUnit.MICROS),
                before,
                Tally.NONE,
                LetterRetries.Status.RUNNING,
                null);
    }

    private static UUID after(UUID id) {
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() + 1);
    }

    @Override
    public CompletionStage<Optional<Job>> find(UUID id) {
        return jobs.find(id);
    }

    @Override
    public CompletionStage<Optional<Job>> stop(UUID id) {
        return jobs.stop(id);
    }
}
