package dev.orchestrator.simulation;

import dev.orchestrator.twins.Mishap;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What befalls the messages between processes and stores just now. Fair at first. */
final class Weather {
    private static final int OF = 1_000;
    private static final int LONGEST_DELAY_MILLIS = 14_000;
    private static final Mishap[] MISHAPS = {Mishap.LOST, Mishap.REPLY_LOST, Mishap.LATE, Mishap.TWICE};

    private int mishaps;
    private int delays;
    private boolean disorderly;
    private Consumer<String> diary = entry -> {};

    /** Who is told of each mishap. */
    void toldTo(Consumer<String> listener) {
        diary = listener;
    }

    /** So many calls of a thousand meet a mishap, and so many messages are held up; if disorderly, others overtake them. */
    void turn(int mishapsOf1000, int delaysOf1000, boolean inDisorder) {
        mishaps = mishapsOf1000;
        delays = delaysOf1000;
        disorderly = inDisorder;
    }

    void clear() {
        turn(0, 0, false);
    }

    boolean isDisorderly() {
        return disorderly;
    }

    Mishap mishap(RandomGenerator random) {
        if (mishaps == 0 || random.nextInt(OF) >= mishaps) {
            return Mishap.NONE;
        }
        Mishap drawn = MISHAPS[random.nextInt(MISHAPS.length)];
        diary.accept("a call is " + drawn);
        return drawn;
    }

    Duration delay(RandomGenerator random) {
        if (delays == 0 || random.nextInt(OF) >= delays) {
            return Duration.ZERO;
        }
        Duration drawn = Duration.ofMillis(random.nextInt(1 + random.nextInt(LONGEST_DELAY_MILLIS)));
        diary.accept("a message is held up for " + drawn.toMillis() + " ms");
        return drawn;
    }
}
