package dev.orchestrator.chaos;

import dev.orchestrator.domain.execution.ExecutionId;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Clients that submit at a rate, whatever becomes of what they submitted before: an open loop. Beyond {@link #MOST} requests
 * without an answer the next are held back, and counted.
 */
public final class Load {
    private static final int MOST = 48;
    private static final long RETRY_AFTER_MILLIS = 700;
    private static final int RETRY_LOOKS = 60;

    private final Client client;
    private final Shapes shapes;
    private final SplittableRandom chance;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, Load::daemon);
    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(0, MOST, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Load::daemon);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger heldBack = new AtomicInteger();
    private final Readers readers;
    private volatile boolean stopping;

    Load(Client client, Shapes shapes, Readers readers, long seed) {
        this.client = client;
        this.shapes = shapes;
        this.readers = readers;
        this.chance = new SplittableRandom(seed);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "client");
        thread.setDaemon(true);
        return thread;
    }

    void start(double rate) {
        readers.start();
        if (rate > 0) {
            long nanos = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
            timer.scheduleAtFixedRate(this::tick, 0, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        if (!stopping) {
            Order order = shapes.any(chance);
            soon(() -> place(order));
        }
    }

    public Shapes shapes() {
        return shapes;
    }

    public Client client() {
        return client;
    }

    /** Submits it and waits for the answer; what else its client wants follows by itself. Null when no answer came. */
    public @Nullable ExecutionId place(Order order) {
        ExecutionId id = client.run(order);
        if (id != null) {
            readers.watch(id);
            if (order.cancelAfter() != null) {
                later(order.cancelAfter(), () -> client.cancel(id));
            }
            if (order.retryNode() != null) {
                awaitLetter(id, order.retryNode(), RETRY_LOOKS);
            }
        }
        return id;
    }

    private void awaitLetter(ExecutionId id, String node, int looks) {
        later(Duration.ofMillis(RETRY_AFTER_MILLIS), () -> {
            if (!client.retry(id, node) && looks > 1 && !client.hasEndedWell(id)) {
                awaitLetter(id, node, looks - 1);
            }
        });
    }

    private void later(Duration delay, Runnable work) {
        open.incrementAndGet();
        timer.schedule(
                () -> {
                    soon(work);
                    open.decrementAndGet();
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void soon(Runnable work) {
        open.incrementAndGet();
        try {
            pool.execute(() -> {
                try {
                    work.run();
                } finally {
                    open.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException full) {
            open.decrementAndGet();
            heldBack.incrementAndGet();
        }
    }

    int heldBack() {
        return heldBack.get();
    }

    /** Submits no more. */
    void stop() {
        stopping = true;
    }

    /** Whether each request has its answer, or was given up. */
    boolean isQuiet() {
        return open.get() == 0;
    }

    void close() {
        readers.stop();
        timer.shutdownNow();
        pool.shutdownNow();
    }
}
