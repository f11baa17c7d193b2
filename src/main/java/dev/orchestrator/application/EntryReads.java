package dev.orchestrator.application;

import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.Page;
import dev.orchestrator.ports.out.Journal.PageSize;
import dev.orchestrator.ports.out.Journal.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal for many at a time: one query is under way, and while it is, positions gather for the next. Whoever
 * stands at the same position shares what is read there.
 */
final class EntryReads {
    /** Bounds what one answer may bring along: about 16 MiB, unless single versions are larger than a page. */
    private static final int MOST_POSITIONS = 256;

    private static final PageSize PAGE = new PageSize(100, 64 * 1024);
    /** From the start of one query to that of the next, unless enough has gathered: bounds the queries per second. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private final EventLoop loop;
    private final Journal journal;
    private final Map<Position, CompletableFuture<Page>> asked = new LinkedHashMap<>();
    private final LongAdder queries = new LongAdder();
    private long startedAt;
    private boolean reading;
    private EventLoop.@Nullable Timer pause;

    EntryReads(EventLoop loop, Journal journal) {
        this.loop = loop;
        this.journal = journal;
        this.startedAt = loop.nanoTime() - GATHER.toNanos();
    }

    /** What is recorded after this position. To be called on the loop, and answered there. */
    CompletionStage<Page> after(Position position) {
        CompletableFuture<Page> page = asked.computeIfAbsent(position, any -> new CompletableFuture<>());
        schedule();
        return page;
    }

    long queries() {
        return queries.sum();
    }

    private void schedule() {
        if (reading || asked.isEmpty()) {
            return;
        }
        boolean enough = asked.size() >= MOST_POSITIONS;
        if (pause != null && enough) {
            pause.cancel();
            pause = null;
        }
        if (pause == null) {
            long wait = enough ? 0 : startedAt + GATHER.toNanos() - loop.nanoTime();
            pause = loop.after(Duration.ofNanos(Math.max(0, wait)), this::read);
        }
    }

    private void read() {
        pause = null;
        Map<Position, CompletableFuture<Page>> batch = take();
        reading = true;
        startedAt = loop.nanoTime();
        queries.increment();
        Answers.of(() -> journal.entries(batch.keySet(), PAGE), loop, (pages, failure) -> {
            reading = false;
            batch.forEach((position, page) -> answer(page, pages == null ? null : pages.get(position), failure));
            schedule();
        });
    }

    private Map<Position, CompletableFuture<Page>> take() {
        Map<Position, CompletableFuture<Page>> batch = new HashMap<>();
        Iterator<Map.Entry<Position, CompletableFuture<Page>>> next =
                asked.entrySet().iterator();
        while (next.hasNext() && batch.size() < MOST_POSITIONS) {
            Map.Entry<Position, CompletableFuture<Page>> entry = next.next();
            batch.put(entry.getKey(), entry.getValue());
            next.remove();
        }
        return batch;
    }

    private static void answer(CompletableFuture<Page> to, @Nullable Page page, @Nullable Throwable failure) {
        if (failure != null) {
            to.completeExceptionally(failure);
        } else {
            to.complete(page == null ? Page.EMPTY : page);
        }
    }
}
