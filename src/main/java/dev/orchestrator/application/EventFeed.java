package dev.orchestrator.application;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ReadEvents;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.Page;
import dev.orchestrator.ports.out.Journal.PageSize;
import dev.orchestrator.ports.out.Journal.Position;
import dev.orchestrator.ports.out.ProgressSignals;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows what happens to executions to all who follow them from this process: the journal alone, read for all of them
 * together. A hint says where to look at once; a look now and then finds what no hint told of.
 */
public final class EventFeed implements ReadEvents {
    private static final Logger LOG = System.getLogger(EventFeed.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int PAGE_BYTES = 1024 * 1024;
    private static final PageSize ANY = new PageSize(1, 1);

    private final EventLoop loop;
    private final Journal journal;
    private final ProgressSignals signals;
    private final int most;
    private final EntryReads reads;
    private final Map<ExecutionId, Set<Follower>> followers = new HashMap<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final LongAdder delivered = new LongAdder();
    private boolean looking;
    private boolean stopping;
    private boolean failing;

    /** @param most how many may follow at a time */
    public EventFeed(EventLoop loop, Journal journal, ProgressSignals signals, int most) {
        this.loop = loop;
        this.journal = journal;
        this.signals = signals;
        this.most = most;
        this.reads = new EntryReads(loop, journal);
    }

    @Override
    public CompletionStage<Answer<Versions>> page(ExecutionId id, int after, int limit) {
        PageSize size = new PageSize(limit + 1, PAGE_BYTES);
        return one(before(id, after), size)
                .thenCompose(first -> first.entries().isEmpty()
                        ? reason(id, after, start -> one(start, ANY)).thenApply(Refused::new)
                        : versions(id, after, first, size)
                                .thenApply(entries -> new Found<>(
                                        new Versions(entries.subList(0, Math.min(limit, entries.size()))))));
    }

    @Override
    public CompletionStage<Answer<Following>> follow(ExecutionId id, int after) {
        CompletableFuture<Answer<Following>> answer = new CompletableFuture<>();
        loop.execute(() -> {
            if (stopping) {
                answer.complete(new Refused<>(Reason.STOPPING));
            } else if (streams.get() >= most) {
                answer.complete(new Refused<>(Reason.TOO_MANY_FOLLOWERS));
            } else {
                open(id, after, answer);
            }
        });
        return answer;
    }

    /** Ends all that follow here, politely; from now on nobody may. */
    public void stop() {
        loop.execute(() -> {
            stopping = true;
            followers.values().forEach(some -> some.forEach(Follower::stop));
        });
    }

    /** How many follow now. */
    public int streams() {
        return streams.get();
    }

    /** How many versions were given to those who follow. */
    public long delivered() {
        return delivered.sum();
    }

    /** How many queries those who follow have cost. */
    public long queries() {
        return reads.queries();
    }

    CompletionStage<Page> read(Position position) {
        return reads.after(position);
    }

    void delivered(int versions) {
        delivered.add(versions);
    }

    /** Tells of an outage once; followers stay, and find what they missed when it is over. */
    void tell(@Nullable Throwable failure) {
        if (failure != null && !failing) {
            LOG.log(Level.WARNING, "Trouble reading events for those who follow, trying again: {0}", failure);
        }
        failing = failure != null;
    }

    void leave(Follower follower) {
        Set<Follower> others = followers.get(follower.execution());
        if (others != null && others.remove(follower)) {
            streams.decrementAndGet();
            if (others.isEmpty()) {
                followers.remove(follower.execution());
                signals.leave(follower.execution());
            }
        }
    }

    private void open(ExecutionId id, int after, CompletableFuture<Answer<Following>> answer) {
        Follower follower = new Follower(loop, this, new Position(id, after));
        join(follower);
        CompletionStage<Answer<Following>> opened = reads.after(before(id, after))
                .thenCompose(first -> {
                    if (first.entries().isEmpty()) {
                        return reason(id, after, reads::after).thenApply(Refused::new);
                    }
                    follower.begin(first);
                    return CompletableFuture.completedStage(new Found<>(follower));
                });
        Answers.of(() -> opened, loop, (found, failure) -> {
            if (!(found instanceof Found)) {
                leave(follower);
            }
            if (found == null) {
                answer.completeExceptionally(failure == null ? new IllegalStateException("no answer") : failure);
            } else {
                answer.complete(found);
            }
        });
    }

    private void join(Follower follower) {
        ExecutionId id = follower.execution();
        streams.incrementAndGet();
        Set<Follower> others = followers.get(id);
        if (others == null) {
            others = new LinkedHashSet<>();
            followers.put(id, others);
            signals.follow(id, version -> loop.execute(() -> hinted(id, version)));
        }
        others.add(follower);
        if (!looking) {
            looking = true;
            loop.after(LOOK, this::look);
        }
    }

    private void hinted(ExecutionId id, int version) {
        followers.getOrDefault(id, Set.of()).forEach(follower -> follower.hint(version));
    }

    private void look() {
        looking = !followers.isEmpty();
        if (looking) {
            followers.values().forEach(some -> some.forEach(Follower::look));
            loop.after(LOOK, this::look);
        }
    }

    /** The version at a position is read too: where it is missing, so is the execution, or somebody is ahead of it. */
    private static Position before(ExecutionId id, int after) {
        return new Position(id, Math.max(0, after - 1));
    }

    private static CompletionStage<Reason> reason(
            ExecutionId id, int after, Function<Position, CompletionStage<Page>> reading) {
        return after == 0
                ? CompletableFuture.completedStage(Reason.UNKNOWN_EXECUTION)
                : reading.apply(new Position(id, 0))
                        .thenApply(
                                page -> page.entries().isEmpty() ? Reason.UNKNOWN_EXECUTION : Reason.NO_SUCH_VERSION);
    }

    private CompletionStage<List<Entry>> versions(ExecutionId id, int after, Page first, PageSize size) {
        List<Entry> entries = after == 0
                ? first.entries()
                : first.entries().subList(1, first.entries().size());
        // The version at the position may have filled the page alone.
        return entries.isEmpty() && first.more()
                ? one(new Position(id, after), size).thenApply(Page::entries)
                : CompletableFuture.completedStage(entries);
    }

    private CompletionStage<Page> one(Position position, PageSize size) {
        return journal.entries(List.of(position), size).thenApply(found -> found.getOrDefault(position, Page.EMPTY));
    }
}
