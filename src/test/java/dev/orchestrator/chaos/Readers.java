package dev.orchestrator.chaos;

import dev.orchestrator.checker.Evidence;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.e2e.Await;
import dev.orchestrator.e2e.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Look at executions while they run: some ask again and again, one follows a stream. */
final class Readers {
    private static final int READERS = 2;
    private static final int MOST_WATCHED = 40;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
    private static final Duration STREAM = Duration.ofSeconds(15);

    private final Client client;
    private final Calls calls;
    private final Book book;
    private final List<ExecutionId> watched = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;

    Readers(Client client, Calls calls, Book book) {
        this.client = client;
        this.calls = calls;
        this.book = book;
    }

    void start() {
        IntStream.range(0, READERS).forEach(n -> thread("reader-" + n, () -> read("reader-" + n, n)));
        thread("follower", this::follow);
    }

    private void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /** The newest are watched; older ones give way. */
    void watch(ExecutionId id) {
        synchronized (watched) {
            watched.add(id);
            if (watched.size() > MOST_WATCHED) {
                watched.remove(0);
            }
        }
    }

    private @Nullable ExecutionId any(SplittableRandom chance) {
        synchronized (watched) {
            return watched.isEmpty() ? null : watched.get(chance.nextInt(watched.size()));
        }
    }

    private void read(String name, long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        while (!stopping) {
            ExecutionId id = any(chance);
            if (id != null && client.look(name, id) == ExecutionStatus.COMPLETED) {
                client.results(id);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void follow() {
        SplittableRandom chance = new SplittableRandom(READERS);
        while (!stopping) {
            ExecutionId id = any(chance);
            if (id != null) {
                follow(id);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void follow(ExecutionId id) {
        EventStream stream = new EventStream(calls.next().port(), id.toString(), 0);
        Await.holds(STREAM, () -> stream.isOver() || stopping);
        if (stream.end() != null) {
            ExecutionStatus status =
                    ExecutionStatus.valueOf(stream.end().path("status").asText());
            book.notices.add(new Evidence.Notice(id, status, Instant.now()));
        }
        List<Integer> versions = stream.versions();
        if (!versions.equals(IntStream.rangeClosed(1, versions.size()).boxed().toList())) {
            book.wrong("a stream of " + id + " showed versions " + versions);
        }
    }

    void stop() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(40));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
