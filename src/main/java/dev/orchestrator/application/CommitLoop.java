package dev.orchestrator.application;

import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The heart of a process: takes commands, loads, decides, commits, and hands the effects on, in that order.
 *
 * <p>Group commit without a timer: while one batch is being committed, the next gathers; an idle process commits at
 * once. There is no lock: whoever stores a version first has won it, and the others decide again on what it left.
 * Everything here runs on one event loop.
 */
public final class CommitLoop {
    private static final Duration QUIET_LOOK = Duration.ofMillis(20);

    private final EventLoop loop;
    private final Journal journal;
    private final Loader loader;
    private final Decider decider;
    private final EffectRelay relay;
    private final Options options;
    private final ExecutionCache cache;
    private final Violations violations;
    private final Map<ExecutionId, Mailbox> mailboxes = new HashMap<>();
    private final ArrayDeque<Mailbox> ready = new ArrayDeque<>();
    private final LinkedHashMap<ExecutionId, Mailbox> unloaded = new LinkedHashMap<>();
    private boolean pumpScheduled;
    private boolean committing;
    private boolean loading;

    /**
     * @param writer names this process in the effect batches that it writes
     * @param ids makes the ids of commits
     * @param chance for jitter
     * @param maxBatch the most executions in one commit, at least 1
     * @param cacheBytes the most bytes of memory for executions kept between commits
     * @param snapshotEvery the least versions between two snapshots of an execution; a large one waits longer (ADR 7)
     * @param telemetry counts commits and ends
     */
    public record Options(
            UUID writer,
            Supplier<UUID> ids,
            RandomGenerator chance,
            int maxBatch,
            long cacheBytes,
            int snapshotEvery,
            Telemetry telemetry) {}

    public CommitLoop(
            EventLoop loop, Journal journal, Loader loader, Decider decider, EffectRelay relay, Options options) {
        this.loop = loop;
        this.journal = journal;
        this.loader = loader;
        this.decider = decider;
        this.relay = relay;
        this.options = options;
        this.cache = new ExecutionCache(options.cacheBytes());
        this.violations = new Violations(options.telemetry());
        relay.onRoom(this::schedulePump);
    }

    /**
     * Decides a command. The stage completes when the decision is durable and its effects were tried, or when the command
     * was rejected. It fails with {@link UnknownExecution}, with {@link UnstorableDecision}, or with the store's failure.
     */
    public CompletionStage<Decision> decide(ExecutionId id, Command command) {
        Mail mail = Mail.of(command);
        post(id, mail);
        return mail.answer();
    }

    /** Hands in a mail from any thread. */
    void post(ExecutionId id, Mail mail) {
        loop.execute(() -> enter(mailboxes.computeIfAbsent(id, key -> new Mailbox(key, null)), mail));
    }

    /** Hands in a new execution, with its first command where there is one; both become one version. */
    void create(ExecutionId id, Mailbox.Birth birth, @Nullable Mail first) {
        loop.execute(() -> {
            Mailbox mailbox = new Mailbox(id, birth);
            mailboxes.put(id, mailbox);
            if (first != null) {
                mailbox.add(first);
            }
            schedule(mailbox);
        });
    }

    /**
     * Completes when nothing is under way, however long that takes: nothing waits for a decision, and no effects are being
     * applied.
     */
    public CompletionStage<Void> quiet() {
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        loop.execute(() -> whenQuiet(quiet));
        return quiet;
    }

    private void whenQuiet(CompletableFuture<Void> quiet) {
        if (mailboxes.isEmpty() && !committing && relay.isIdle()) {
            Answers.of(relay::flush, loop, (done, failure) -> quiet.complete(null));
        } else {
            loop.after(QUIET_LOOK, () -> whenQuiet(quiet));
        }
    }

    /** How many executions have commands that are not decided yet; off the loop a recent number. */
    public int backlog() {
        return mailboxes.size();
    }

    private void enter(Mailbox mailbox, Mail mail) {
        mailbox.add(mail);
        if (!mailbox.isBusy()) {
            schedule(mailbox);
        }
    }

    private void schedule(Mailbox mailbox) {
        mailbox.busy(true);
        mailbox.hold(cache.get(mailbox.id));
        if (mailbox.birth() != null || mailbox.held() != null) {
            ready.add(mailbox);
            schedulePump();
        } else {
            unloaded.put(mailbox.id, mailbox);
            loop.execute(this::load);
        }
    }

    /** Lets everything that arrived together be decided together. */
    private void schedulePump() {
        if (!pumpScheduled) {
            pumpScheduled = true;
            loop.execute(this::pump);
        }
    }

    private void load() {
        if (loading || unloaded.isEmpty()) {
            return;
        }
        loading = true;
        Map<ExecutionId, Mailbox> batch = takeUnloaded();
        Answers.of(() -> loader.held(Mailbox.loading(batch.values())), loop, (loaded, failure) -> {
            loading = false;
            loop.execute(this::load);
            batch.values().forEach(mailbox -> {
                if (loaded == null || failure != null) {
                    fail(mailbox, failure == null ? new IllegalStateException("nothing was loaded") : failure);
                } else {
                    loaded(mailbox, loaded);
                }
            });
        });
    }

    private Map<ExecutionId, Mailbox> takeUnloaded() {
        Map<ExecutionId, Mailbox> batch = new HashMap<>();
        var next = unloaded.entrySet().iterator();
        while (next.hasNext() && batch.size() < options.maxBatch()) {
            var entry = next.next();
            batch.put(entry.getKey(), entry.getValue());
            next.remove();
        }
        return batch;
    }

    /** A race that was lost to no newer version was lost to a dead letter that is closed. */
    private void loaded(Mailbox mailbox, Loaded loaded) {
        Held execution = loaded.held().get(mailbox.id);
        if (execution != null && mailbox.wasLostAfter(execution.state().version())) {
            mailbox.blame().ifPresent(mail -> relay.failed(mail, new LetterClosed()));
            free(mailbox);
            return;
        }
        if (execution == null) {
            Throwable broken = loaded.broken().get(mailbox.id);
            violations.unreadable(broken);
            fail(mailbox, broken == null ? new UnknownExecution(mailbox.id) : broken);
            return;
        }
        cache.put(execution);
        mailbox.hold(execution);
        ready.add(mailbox);
        schedulePump();
    }

    private void pump() {
        pumpScheduled = false;
        if (committing || relay.isFull()) {
            return;
        }
        Map<Mailbox, Turn> turns = decideReady();
        if (!turns.isEmpty()) {
            commit(turns);
        }
    }

    private Map<Mailbox, Turn> decideReady() {
        Map<Mailbox, Turn> turns = new LinkedHashMap<>();
        Instant now = loop.now().truncatedTo(ChronoUnit.MICROS);
        while (!ready.isEmpty() && turns.size() < options.maxBatch()) {
            Mailbox mailbox = ready.poll();
            decide(mailbox, open(mailbox, now), turns);
        }
        return turns;
    }

    private void decide(Mailbox mailbox, Turn turn, Map<Mailbox, Turn> turns) {
        List<Mail> mails = mailbox.take();
        try {
            mails.forEach(mail -> turn.decide(decider, mail, options.chance()));
        } catch (RuntimeException bug) {
            if (bug instanceof Held.NotHeld && !mailbox.isCovered()) {
                reload(mailbox, mails);
                return;
            }
            violations.undecidable(mailbox.id, mails, bug);
            giveWay(mailbox, mails, new Substitutes.Reason("UNDECIDABLE", bug.toString()), bug);
            return;
        }
        if (turn.changedSomething()) {
            turns.put(mailbox, turn);
        } else if (mailbox.isCovered()) {
            options.telemetry().rejected(mails.size());
            relay.refused(turn);
            free(mailbox);
        } else {
            reload(mailbox, mails);
        }
    }

    /**
     * A commit proves that its turn knew the latest version; a refusal proves nothing, and is decided again on what the
     * journal says now: the message may be of a dispatch that another process has decided meanwhile.
     */
    private void reload(Mailbox mailbox, List<Mail> mails) {
        mailbox.putBack(mails);
        cache.drop(mailbox.id);
        mailbox.hold(null);
        unloaded.put(mailbox.id, mailbox);
        loop.execute(this::load);
    }

    /** Starts a turn from what the box holds; the cache may have forgotten it since. */
    private static Turn open(Mailbox mailbox, Instant now) {
        Mailbox.Birth birth = mailbox.birth();
        return birth != null ? Turn.creating(birth) : new Turn(Objects.requireNonNull(mailbox.held()), now);
    }

    private void commit(Map<Mailbox, Turn> turns) {
        committing = true;
        EffectRelay.Sending sending = new EffectRelay.Sending(options.ids().get(), loop.nanoTime());
        Set<UUID> confirmed = relay.takeConfirmed();
        Answers.of(() -> journal.append(batch(sending.commit(), turns, confirmed)), loop, (appended, failure) -> {
            committing = false;
            schedulePump();
            if (appended == null || failure != null) {
                relay.confirmLater(confirmed);
                failed(turns, failure == null ? new IllegalStateException("no answer from the journal") : failure);
            } else {
                settle(turns, appended, sending);
            }
        });
    }

    private Journal.Batch batch(UUID commit, Map<Mailbox, Turn> turns, Set<UUID> confirmed) {
        Instant now = loop.now().truncatedTo(ChronoUnit.MICROS);
        List<Append> appends = turns.values().stream().map(this::append).toList();
        return new Journal.Batch(commit, options.writer(), now, appends, confirmed);
    }

    private Append append(Turn turn) {
        int every =
                Math.max(options.snapshotEvery(), turn.after().workflow().dag().size() / 4);
        int version = turn.after().version();
        boolean ended = turn.after().status().isEnded()
                && !turn.before().status().isEnded()
                && version > options.snapshotEvery() / 4;
        return turn.append(ended || version % every == 0);
    }

    /** Nothing is known to be stored: everybody is told, and messages come again. */
    private void failed(Map<Mailbox, Turn> turns, Throwable failure) {
        turns.forEach((mailbox, turn) -> {
            cache.drop(mailbox.id);
            mailbox.failBirth(failure);
            turn.fail(failure);
            free(mailbox);
        });
    }

    private void settle(Map<Mailbox, Turn> turns, Appended appended, EffectRelay.Sending sending) {
        List<Turn> won = new ArrayList<>();
        violations.answered(turns.keySet(), appended);
        int lost = Math.max(
                0, turns.size() - appended.won().size() - appended.refused().size());
        options.telemetry()
                .committed(
                        appended.won().size(), lost, appended.refused().size(), loop.nanoTime() - sending.decidedAt());
        turns.forEach((mailbox, turn) -> {
            String refusal = appended.refused().get(mailbox.id);
            if (appended.won().contains(mailbox.id)) {
                cache.put(turn.held());
                won.add(turn);
                turn.tell(options.telemetry());
                mailbox.won();
                free(mailbox);
            } else if (refusal != null) {
                UnstorableDecision failure = new UnstorableDecision(mailbox.id, refusal);
                giveWay(mailbox, turn.mails(), new Substitutes.Reason(Substitutes.UNSTORABLE, refusal), failure);
            } else {
                lost(mailbox, turn);
            }
        });
        relay.send(sending, won);
    }

    /**
     * Somebody else stored this version: read what they did and decide again. The first version is lost to the key of
     * its request alone.
     */
    private void lost(Mailbox mailbox, Turn turn) {
        if (mailbox.birth() != null) {
            mailbox.failBirth(new KeyTaken());
            turn.fail(new KeyTaken());
            free(mailbox);
            return;
        }
        mailbox.lostAfter(turn.before().version());
        if (mailbox.mayTryAgain()) {
            reload(mailbox, turn.mails());
        } else {
            mailbox.putBack(turn.mails());
            cache.drop(mailbox.id);
            fail(mailbox, new IllegalStateException("lost too many races for " + mailbox.id));
        }
    }

    /** What was asked cannot be decided or stored: find the mail that is to blame, and end its node instead. */
    private void giveWay(Mailbox mailbox, List<Mail> mails, Substitutes.Reason reason, RuntimeException failure) {
        if (mails.size() > 1) {
            mailbox.separate(mails);
        } else {
            Command instead =
                    mails.isEmpty() ? null : Substitutes.of(mails.get(0).command(), reason);
            if (instead == null) {
                mailbox.failBirth(failure);
                mails.forEach(mail -> relay.failed(mail, failure));
            } else {
                mailbox.putBack(List.of(mails.get(0).with(instead)));
            }
        }
        free(mailbox);
    }

    private void fail(Mailbox mailbox, Throwable failure) {
        mailbox.failBirth(failure);
        while (!mailbox.isEmpty()) {
            mailbox.take().forEach(mail -> relay.failed(mail, failure));
        }
        free(mailbox);
    }

    private void free(Mailbox mailbox) {
        mailbox.busy(false);
        mailbox.hold(null);
        if (!mailbox.isEmpty()) {
            schedule(mailbox);
        } else {
            mailboxes.remove(mailbox.id, mailbox);
        }
    }
}
