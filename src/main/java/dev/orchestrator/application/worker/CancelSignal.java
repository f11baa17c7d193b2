package dev.orchestrator.application.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells one handler to stop, and knows whether it has begun. Safe for all threads.
 *
 * <p>The thread is interrupted under the lock under which it comes and goes, so that an interrupt meant for this task
 * never hits the next one on the same thread.
 */
final class CancelSignal {
    private static final Logger LOG = System.getLogger(CancelSignal.class.getName());

    private final List<Runnable> actions = new ArrayList<>();
    private boolean begun;
    private boolean withdrawn;
    private volatile boolean cancelled;
    private @Nullable Thread thread;

    boolean isCancelled() {
        return cancelled;
    }

    void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                actions.add(action);
                return;
            }
        }
        call(action);
    }

    /** The action is not needed any more. */
    synchronized void forget(Runnable action) {
        actions.remove(action);
    }

    void cancel() {
        List<Runnable> now;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            now = List.copyOf(actions);
            actions.clear();
            if (thread != null) {
                thread.interrupt();
            }
        }
        now.forEach(CancelSignal::call);
    }

    /** To be asked before the handler is called; false when it must not be any more. */
    synchronized boolean begin() {
        begun = !cancelled && !withdrawn;
        return begun;
    }

    /** Tells whether the handler was called. */
    synchronized boolean hasBegun() {
        return begun;
    }

    /** Takes the task back from a handler that was not called yet; false when it was. */
    synchronized boolean withdraw() {
        withdrawn = !begun;
        return withdrawn;
    }

    /** The current thread is the handler's from now on, and interrupted if that was to happen already. */
    synchronized void enter() {
        thread = Thread.currentThread();
        if (cancelled) {
            thread.interrupt();
        }
    }

    /** Gives the thread back clean. */
    synchronized void leave() {
        thread = null;
        Thread.interrupted();
    }

    private static void call(Runnable action) {
        try {
            action.run();
        } catch (Throwable failure) {
            LOG.log(Level.WARNING, "a handler's action on cancel failed", failure);
        }
    }
}
