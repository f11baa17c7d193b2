package dev.orchestrator.bootstrap.wiring;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where handlers run that may block: virtual threads where the JVM has them, else a thread for each busy slot. */
final class BlockingThreads implements AutoCloseable {
    private final ExecutorService executor;

    private BlockingThreads(ExecutorService executor) {
        this.executor = executor;
    }

    /** @param slots how many handlers run at a time; one that was given up may hold its thread for longer */
    static BlockingThreads upTo(int slots) {
        try {
            return new BlockingThreads((ExecutorService) java.util.concurrent.Executors.class
                    .getMethod("newVirtualThreadPerTaskExecutor")
                    .invoke(null));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException before21) {
            return new BlockingThreads(platformThreads(2 * slots));
        }
    }

    Executor executor() {
        return executor;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static ExecutorService platformThreads(int most) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(0, most, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "handler-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
