package dev.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Errors that the application logged: what callbacks swallow would otherwise go unseen. Quieter messages are kept away. */
final class Bugs {
    /** Held for good: a logger that nobody holds forgets its handler. */
    private static final Logger APPLICATION = Logger.getLogger("dev.orchestrator.application");

    /** By thread, for there may be one simulation on each. */
    private static final ThreadLocal<List<String>> SEEN = ThreadLocal.withInitial(ArrayList::new);

    static {
        APPLICATION.setLevel(Level.SEVERE);
        APPLICATION.setUseParentHandlers(false);
        APPLICATION.addHandler(new Handler() {
            @Override
            public void publish(LogRecord message) {
                if (message.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    SEEN.get().add(message.getMessage() + " " + message.getThrown());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    Bugs() {
        SEEN.get().clear();
    }

    void none() {
        assertThat(SEEN.get()).as("errors that the application logged").isEmpty();
    }

    /** The errors so far, which are expected; they are forgotten. */
    List<String> take() {
        List<String> taken = List.copyOf(SEEN.get());
        SEEN.get().clear();
        return taken;
    }
}
