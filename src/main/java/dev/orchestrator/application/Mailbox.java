package dev.orchestrator.application;

import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Submission;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The commands of one execution that wait for their decision. One version is in flight at a time; the rest queue here. */
final class Mailbox {
    /** How often a turn may lose its race before its mails are answered with a failure. */
    private static final int MAX_LOST_RACES = 100;

    final ExecutionId id;
    private @Nullable Birth birth;
    private final ArrayDeque<Mail> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean oneByOne;
    private int lostRaces;

    Mailbox(ExecutionId id, @Nullable Birth birth) {
        this.id = id;
        this.birth = birth;
    }

    /** The decision that makes a new execution, what is stored with it, and who waits for it. */
    record Birth(Decision.Accepted submitted, Submission submission, Instant at, CompletableFuture<Decision> answer) {}

    /** How the execution is to be made, while it does not exist yet. */
    @Nullable
    Birth birth() {
        return birth;
    }

    void add(Mail mail) {
        waiting.add(mail);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Tells whether this box is being loaded, decided or committed. */
    boolean isBusy() {
        return busy;
    }

    void busy(boolean now) {
        busy = now;
    }

    /** Takes what goes into the next turn. */
    List<Mail> take() {
        List<Mail> taken = oneByOne ? List.of(waiting.remove()) : List.copyOf(waiting);
        if (!oneByOne) {
            waiting.clear();
        }
        return taken;
    }

    /** Puts the mails of a lost turn back in front; false when it lost too often. */
    boolean putBack(List<Mail> mails) {
        for (int i = mails.size() - 1; i >= 0; i--) {
            waiting.addFirst(mails.get(i));
        }
        return ++lostRaces <= MAX_LOST_RACES;
    }

    /** From now on each mail makes its own version, so that a bad one takes no other with it. */
    void separate() {
        oneByOne = true;
    }

    /** A turn was stored: the execution exists. */
    void won() {
        lostRaces = 0;
        birth = null;
    }
}
