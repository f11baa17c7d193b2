package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.Started;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The record of an open dispatch. */
final class OpenTask {
    /** How long past its own deadline an attempt may still report before its lease ends. */
    static final Duration GRACE = Duration.ofSeconds(5);

    final int dispatch;
    final String queue;
    final Duration timeout;
    Instant queueDeadline;
    /** When its entry came into the queue. */
    Instant queuedSince = Instant.EPOCH;

    Stage stage = Stage.QUEUED;
    long entry;
    long message;
    /** The message that asks for the start of a task that may be started once; 0 for none. */
    long asked;

    /** Whose start is journaled: the nonce of that claim. */
    @Nullable
    String start;

    @Nullable
    String worker;

    @Nullable
    Instant startedAt;

    private Duration leased = Duration.ZERO;

    /** When the queue timeout or the lease ends; null when neither counts any more. */
    @Nullable
    Instant due;

    OpenTask(int dispatch, String queue, Duration timeout, Instant queueDeadline) {
        this.dispatch = dispatch;
        this.queue = queue;
        this.timeout = timeout;
        this.queueDeadline = queueDeadline;
        this.due = queueDeadline;
    }

    OpenTask copy() {
        OpenTask copy = new OpenTask(dispatch, queue, timeout, queueDeadline);
        copy.queuedSince = queuedSince;
        copy.stage = stage;
        copy.entry = entry;
        copy.message = message;
        copy.worker = worker;
        copy.startedAt = startedAt;
        copy.leased = leased;
        copy.due = due;
        return copy;
    }

    void lease(String holder, Instant now, Duration lease) {
        stage = Stage.LEASED;
        worker = holder;
        startedAt = now;
        extend(now, lease);
    }

    /** Where the clock went back, the lease would last longer than any does. */
    void shorten(Instant now) {
        Instant before = due;
        if (stage == Stage.LEASED && before != null) {
            extend(now, leased);
            due = due.isBefore(before) ? due : before;
        }
    }

    void extend(Instant now, Duration lease) {
        leased = lease;
        Instant most = (startedAt == null ? now : startedAt).plus(timeout).plus(GRACE);
        Instant wished = now.plus(lease);
        if (isAsking()) {
            due = wished;
            return;
        }
        due = wished.isBefore(most) ? wished : most;
    }

    void queuedAgain(Instant now) {
        Duration away = startedAt == null ? Duration.ZERO : Duration.between(startedAt, now);
        queueDeadline = queueDeadline.plus(away);
        stage = Stage.QUEUED;
        worker = null;
        startedAt = null;
        due = queueDeadline;
    }

    void end(Stage how, long completion) {
        stage = how;
        message = completion;
        due = null;
    }

    /** Its worker waits for its start, and the attempt's time does not run yet. */
    boolean isAsking() {
        return asked > 0 && start == null;
    }

    /** The worker of this claim has it, whoever seemed to; its time runs from the start, as far as it is not over. */
    void grant(Started started, Instant startedBy, Instant now) {
        stage = Stage.LEASED;
        worker = started.claim().worker();
        start = started.claim().nonce();
        Instant earliest = now.minus(timeout);
        startedAt = startedBy.isBefore(earliest) ? earliest : startedBy;
        leased = started.claim().lease();
        Instant most = startedAt.plus(timeout).plus(leased);
        due = now.plus(leased).isBefore(most) ? now.plus(leased) : most;
    }

    boolean isLeasedBy(String holder) {
        return stage == Stage.LEASED && holder.equals(worker);
    }

    enum Stage {
        QUEUED,
        LEASED,
        /** Its worker reported; kept until the decision is applied. */
        DONE,
        /** The reaper reported it; its worker's own report is still taken, once. */
        RECLAIMED
    }
}
