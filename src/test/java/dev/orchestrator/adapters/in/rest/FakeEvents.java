package dev.orchestrator.adapters.in.rest;

import static dev.orchestrator.ports.out.Await.get;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.application.EventFeed;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ReadEvents;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.ProgressSignals;
import dev.orchestrator.ports.out.Story;
import dev.orchestrator.twins.InMemoryJournal;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/** The real feed on a journal in memory, told by the test what happens. */
@Alternative
@Singleton
public class FakeEvents implements ReadEvents, ProgressSignals {
    static final int MOST = 20;

    private final InMemoryJournal journal = new InMemoryJournal();
    private final Map<ExecutionId, IntConsumer> listeners = new ConcurrentHashMap<>();
    private final EventFeed feed;
    private volatile boolean down;

    FakeEvents(Vertx vertx) {
        this.feed = new EventFeed(VertxEventLoop.next(vertx), journal, this, MOST);
        journal.onEntryReads(positions -> {
            if (down) {
                throw new IllegalStateException("the journal cannot be reached");
            }
        });
    }

    /** An execution that was triggered. */
    Story running() {
        Story story = Story.begin();
        append(story.submitted());
        append(story.triggered(2));
        return story;
    }

    void append(Append append) {
        UUID commit = UuidCreator.getTimeOrderedEpoch();
        get(journal.append(new Batch(commit, new UUID(0, 1), Story.AT, List.of(append), Set.of())));
        listeners
                .getOrDefault(append.state().id(), version -> {})
                .accept(append.entry().version());
    }

    int streams() {
        return feed.streams();
    }

    void outage(boolean now) {
        down = now;
    }

    @Override
    public CompletionStage<Answer<Versions>> page(ExecutionId id, int after, int limit) {
        return feed.page(id, after, limit);
    }

    @Override
    public CompletionStage<Answer<Following>> follow(ExecutionId id, int after) {
        return feed.follow(id, after);
    }

    @Override
    public void follow(ExecutionId id, IntConsumer listener) {
        listeners.put(id, listener);
    }

    @Override
    public void leave(ExecutionId id) {
        listeners.remove(id);
    }
}
