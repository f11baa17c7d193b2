package dev.orchestrator.application;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ReadEvents.Following;
import dev.orchestrator.ports.in.ReadEvents.Step;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Journal.Page;
import dev.orchestrator.ports.out.Journal.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A reader's place in one execution. While its reader deals with a step it holds nothing but that place.
 *
 * <p>Everything but the answers to its reader happens on the loop.
 */
final class Follower implements Following {
    private final EventLoop loop;
    private final EventFeed feed;
    private final ExecutionId execution;
    private int position;
    /** How the execution ended with the version at the position; null when it did not. */
    private Event.@Nullable Ended end;

    private @Nullable Step ready;
    private @Nullable CompletableFuture<Step> waiting;
    private boolean reading;
    /** Whether there may be more than what was read last. */
    private boolean hinted;

    private boolean over;

    Follower(EventLoop loop, EventFeed feed, Position start) {
        this.loop = loop;
        this.feed = feed;
        this.execution = start.execution();
        this.position = start.version();
    }

    ExecutionId execution() {
        return execution;
    }

    @Override
    public CompletionStage<Step> next() {
        CompletableFuture<Step> step = new CompletableFuture<>();
        loop.execute(() -> want(step));
        return step;
    }

    @Override
    public void close() {
        loop.execute(() -> {
            over = true;
            waiting = null;
            ready = null;
            feed.leave(this);
        });
    }

    /** Ends the following of a reader that has nothing more to expect from this process. */
    void stop() {
        over = true;
        deliver(new Step(List.of(), true, null));
    }

    void hint(int version) {
        if (version > position) {
            hinted = true;
            readIfWanted();
        }
    }

    /** Looks whether something happened that no hint told of. */
    void look() {
        hinted = true;
        readIfWanted();
    }

    /** Takes the first page, which begins with the version at the position where that is not the beginning. */
    void begin(Page first) {
        if (position > 0) {
            end = first.entries().get(0).end().orElse(null);
        }
        if (!over) {
            take(first);
        }
    }

    private void take(Page page) {
        List<Entry> entries = fresh(page.entries());
        hinted |= page.more();
        if (!entries.isEmpty()) {
            Entry last = entries.get(entries.size() - 1);
            position = last.version();
            end = last.end().orElse(null);
        }
        boolean isLast = end != null && !page.more();
        if (!entries.isEmpty() || isLast) {
            deliver(new Step(entries, isLast, isLast ? end : null));
        }
    }

    /** A reader must never miss a version, so what does not join on is left for the next look. */
    private List<Entry> fresh(List<Entry> entries) {
        int before = 0;
        while (before < entries.size() && entries.get(before).version() <= position) {
            before++;
        }
        int to = before;
        while (to < entries.size() && entries.get(to).version() == position + 1 + to - before) {
            to++;
        }
        return entries.subList(before, to);
    }

    private void want(CompletableFuture<Step> step) {
        waiting = step;
        Step known = ready;
        ready = null;
        if (known != null) {
            deliver(known);
        } else if (over) {
            deliver(new Step(List.of(), true, null));
        } else {
            readIfWanted();
        }
    }

    private void deliver(Step step) {
        CompletableFuture<Step> reader = waiting;
        waiting = null;
        if (reader == null) {
            ready = step;
        } else {
            feed.delivered(step.entries().size());
            reader.complete(step);
        }
    }

    private void readIfWanted() {
        if (hinted && waiting != null && !reading && !over) {
            hinted = false;
            reading = true;
            Answers.of(() -> feed.read(new Position(execution, position)), loop, this::answered);
        }
    }

    private void answered(@Nullable Page page, @Nullable Throwable failure) {
        reading = false;
        feed.tell(failure);
        if (page != null && !over) {
            take(page);
            readIfWanted();
        }
    }
}
