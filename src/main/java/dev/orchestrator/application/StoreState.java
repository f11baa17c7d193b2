package dev.orchestrator.application;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whether a store that the engine cannot do without is known to be away. Any thread may ask. */
public final class StoreState {
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    /** Hears of changes, on the thread that found out. */
    public interface Listener {
        /** The store does not answer. */
        void lost();

        /** It does again. */
        void back();
    }

    public boolean isAway() {
        return away;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Says how the store stands; only a change is passed on. To be called by one thread at a time. */
    public void found(boolean answering) {
        if (away == answering) {
            away = !answering;
            listeners.forEach(answering ? Listener::back : Listener::lost);
        }
    }
}
