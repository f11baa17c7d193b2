package dev.orchestrator.adapters.out.vertx;

import dev.orchestrator.ports.out.EventLoop;
import io.netty.util.concurrent.Future;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One event loop of Vert.x: everything given to it runs on one thread, in order, never inside the call that gave it.
 *
 * <p>What a task throws is logged with its stack; the loop goes on.
 */
public final class VertxEventLoop implements EventLoop {
    private static final Logger LOG = Logger.getLogger(VertxEventLoop.class);

    private final ContextInternal context;

    private VertxEventLoop(ContextInternal context) {
        this.context = context;
    }

    /** Takes a loop of its own from Vert.x, the next one in turn. */
    public static VertxEventLoop next(Vertx vertx) {
        return new VertxEventLoop(((VertxInternal) vertx).createEventLoopContext());
    }

    /** For connections that must answer on this loop. */
    public Context context() {
        return context;
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(ignored -> run(task));
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Alarm alarm = new Alarm(task);
        Future<?> scheduled = context.nettyEventLoop()
                .schedule(() -> execute(alarm), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
        return () -> {
            alarm.cancelled = true;
            scheduled.cancel(false);
        };
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            LOG.error("A task on the event loop failed", failure);
        }
    }

    /** Due and started are two steps: between them it can still be cancelled. */
    private static final class Alarm implements Runnable {
        private final Runnable task;
        private volatile boolean cancelled;

        Alarm(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }
}
