package dev.orchestrator.chaos;

import dev.orchestrator.e2e.Answer;
import dev.orchestrator.e2e.Engine;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks every API for something that only PostgreSQL knows, every 100 ms whatever became of the questions before, and
 * measures how long it took to say that it cannot.
 */
final class RefusalProbe implements AutoCloseable {
    private static final long EVERY_MILLIS = 100;
    private static final int AT_ONCE = 64;
    private static final int UNAVAILABLE = 503;
    /** Nobody should be kept waiting for so long, whatever the answer. */
    private static final Duration HUNG = Duration.ofSeconds(5);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(AT_ONCE, RefusalProbe::daemon);
    private final Queue<Long> refused = new ConcurrentLinkedQueue<>();
    private final Queue<Long> served = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unheard = new AtomicInteger();

    RefusalProbe(List<Engine> apis) {
        apis.forEach(api -> threads.scheduleAtFixedRate(
                () -> threads.execute(() -> ask(api)), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS));
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "refusal-probe");
        thread.setDaemon(true);
        return thread;
    }

    /** A read and a change in turn; nothing comes of either. */
    private void ask(Engine api) {
        long start = System.nanoTime();
        try {
            String nobody = UUID.randomUUID().toString();
            Answer answer = start % 2 == 0
                    ? api.api().get("/api/v1/workflow?limit=1")
                    : api.api().post("/api/v1/workflow/trigger/" + nobody, "{}");
            (answer.code() == UNAVAILABLE ? refused : served).add(System.nanoTime() - start);
        } catch (UncheckedIOException noAnswer) {
            unheard.incrementAndGet();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** How long refusals and other answers took. */
    String told() {
        return "refusals " + times(refused) + "; other answers " + times(served) + "; no answer " + unheard.get();
    }

    /** What took so long that a client would call it hanging. */
    List<String> wrong() {
        long longest = Math.max(longest(refused), longest(served));
        return longest > HUNG.toNanos() ? List.of("an API kept a client waiting: " + told()) : List.of();
    }

    private static long longest(Queue<Long> times) {
        return times.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static String times(Queue<Long> times) {
        List<Long> sorted = new ArrayList<>(times);
        sorted.sort(null);
        return sorted.size()
                + (sorted.isEmpty()
                        ? ""
                        : " (p50 " + part(sorted, 0.5) + " ms, p99 " + part(sorted, 0.99) + " ms, max "
                                + part(sorted, 1) + " ms)");
    }

    private static long part(List<Long> sorted, double part) {
        return TimeUnit.NANOSECONDS.toMillis(sorted.get((int) Math.ceil(part * sorted.size()) - 1));
    }
}
