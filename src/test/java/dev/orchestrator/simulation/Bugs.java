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

    private static final List<String> SEEN = new ArrayList<>();

    static {
        APPLICATION.setLevel(Level.SEVERE);
        APPLICATION.setUseParentHandlers(false);
        APPLICATION.addHandler(new Handler() {
            @Override
            public void publish(LogRecord message) {
                if (message.getLevel().intValue() >= Level.SEVERE.intValue()) {
                    SEEN.add(message.getMessage() + " " + message.getThrown());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    Bugs() {
        SEEN.clear();
    }

    void none() {
        assertThat(SEEN).as("errors that the application logged").isEmpty();
    }

    /** The errors so far, which are expected; they are forgotten. */
    List<String> take() {
        List<String> taken = List.copyOf(SEEN);
        SEEN.clear();
        return taken;
    }
}
