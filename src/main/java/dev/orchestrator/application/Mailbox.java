package dev.orchestrator.application;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Submission;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The commands of one execution that wait for their decision. One version is in flight at a time; the rest queue here. */
final class Mailbox {
    /** How often a turn may lose its race before its mails are answered with a failure. */
    private static final int MAX_LOST_RACES = 100;

    final ExecutionId id;
    private @Nullable Birth birth;
    private final ArrayDeque<Mail> waiting = new ArrayDeque<>();
    private @Nullable Held held;
    private boolean busy;
    private boolean oneByOne;
    private boolean takenCovered;
    private int covered;
    private int lostRaces;
    private int lostVersion;

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

    /** Tells who waits for the birth that there will be none; does nothing once it happened. */
    void failBirth(Throwable failure) {
        if (birth != null) {
            birth.answer().completeExceptionally(failure);
            birth = null;
        }
    }

    /** What the next turn starts from; kept here from its load to its end, whatever the cache forgets meanwhile. */
    @Nullable
    Held held() {
        return held;
    }

    void hold(@Nullable Held execution) {
        held = execution;
        covered = execution == null ? 0 : covered;
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

    /** The nodes whose outputs are to be loaded for each of these boxes, beside what their executions look into. */
    static Map<ExecutionId, Set<NodeId>> loading(Collection<Mailbox> boxes) {
        return boxes.stream().collect(Collectors.toMap(box -> box.id, Mailbox::loading));
    }

    /**
     * Marks the mails that wait now: what is loaded from here on is at least as new as they are. Answers the nodes whose
     * outputs they look into, beside what the execution itself does.
     */
    private Set<NodeId> loading() {
        covered = waiting.size();
        return waiting.stream().flatMap(mail -> mail.references().stream()).collect(Collectors.toSet());
    }

    /**
     * Takes what goes into the next turn: after a load only mails that were there before it, so that it covers them all,
     * and one retry of a dead letter at most. Each needs its own letter to be open, which a version can only ask for one.
     */
    List<Mail> take() {
        takenCovered = covered > 0;
        int count = oneByOne ? 1 : takenCovered ? covered : waiting.size();
        List<Mail> taken = new ArrayList<>();
        boolean revives = false;
        while (taken.size() < count && !waiting.isEmpty() && !(revives && isRevival(waiting.element()))) {
            revives |= isRevival(waiting.element());
            taken.add(waiting.remove());
        }
        covered = Math.max(0, covered - taken.size());
        return taken;
    }

    private static boolean isRevival(Mail mail) {
        return mail.command() instanceof Command.Revive;
    }

    /** Tells whether the mails taken last are decided on a version loaded after they came, so that a refusal counts. */
    boolean isCovered() {
        return takenCovered;
    }

    /** Puts mails that were taken back in front. */
    void putBack(List<Mail> mails) {
        for (int i = mails.size() - 1; i >= 0; i--) {
            waiting.addFirst(mails.get(i));
        }
    }

    /** Remembers from which version the turn that lost its race was made. */
    void lostAfter(int version) {
        lostVersion = version;
    }

    /** Tells whether the last turn lost its race although this version is still the latest; asked once. */
    boolean wasLostAfter(int version) {
        boolean same = lostVersion == version;
        lostVersion = 0;
        return same;
    }

    /** Counts a lost race; false when there were too many. */
    boolean mayTryAgain() {
        return ++lostRaces <= MAX_LOST_RACES;
    }

    /** Puts the mails back in front; from now on each makes its own version, so that a bad one takes no other with it. */
    void separate(List<Mail> mails) {
        oneByOne = true;
        putBack(mails);
    }

    /** The mail that cannot be stored; nothing while it is one of several, which come one by one then. */
    Optional<Mail> blame() {
        List<Mail> mails = take();
        if (mails.size() > 1) {
            separate(mails);
            return Optional.empty();
        }
        return mails.stream().findFirst();
    }

    /** A turn was stored: the execution exists. */
    void won() {
        lostRaces = 0;
        birth = null;
    }
}
