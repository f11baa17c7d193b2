package dev.orchestrator.application.worker;

import dev.orchestrator.application.Answers;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.BreakerWatch;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Members;
import dev.orchestrator.ports.out.Secrets;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue;
import dev.orchestrator.ports.out.TaskWatch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks: as many at a time as it has slots, each until its handler ends, its time is up, or nobody wants it.
 *
 * <p>All state belongs to the loop. A slot is in use from the moment its task is taken until the queue has accepted how
 * it ended, or nobody wants to know. A handler that is given up frees its slot; its thread is busy until it returns.
 */
public final class Worker {
    private static final Logger LOG = System.getLogger(Worker.class.getName());
    /** For the reports of what the drain time cut off. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final WorkerSettings settings;
    private final HandlerRegistry handlers;
    private final TaskQueue queue;
    private final EventLoop loop;
    private final StartDesk starts;
    private final TaskRunner runner;
    private final Reporter reporter;
    private final Intake intake;
    private final Heartbeats heartbeats;
    private final Map<Task.Key, Attempt> attempts = new LinkedHashMap<>();
    private final CompletableFuture<@Nullable Void> drained = new CompletableFuture<>();
    private final List<EventLoop.Timer> drainTimers = new ArrayList<>();
    private TaskWatch watch = TaskWatch.NONE;
    private boolean draining;
    private int handingBack;
    private volatile int busy;

    /** @param blocking runs handlers that may block, each on a thread that it may interrupt */
    public Worker(
            WorkerSettings settings,
            HandlerRegistry handlers,
            Codec codec,
            TaskQueue queue,
            EventLoop loop,
            Executor blocking) {
        this.settings = settings;
        this.handlers = handlers;
        this.queue = queue;
        this.loop = loop;
        Verdicts verdicts = new Verdicts(codec, settings.largestOutput(), loop::now);
        this.starts = new StartDesk(queue, loop, settings, this::unwanted);
        this.runner = new TaskRunner(handlers, codec, verdicts, loop, blocking, starts);
        this.reporter = new Reporter(queue, loop, settings.keepReports());
        this.intake = new Intake(queue, loop, settings, () -> settings.slots() - attempts.size(), this::taken);
        this.heartbeats = new Heartbeats(queue, loop, settings, attempts::values, this::unwanted);
    }

    /** Says who is to be told of each task; before the start. */
    public Worker watchedBy(TaskWatch watcher) {
        this.watch = watcher;
        return this;
    }

    /** Says where the values of secrets come from; before the start. */
    public Worker knowing(Secrets secrets) {
        runner.knowing(secrets);
        return this;
    }

    /** Says where names come from that nobody else ever has, for starts that are journaled; before the start. */
    public Worker claimingBy(Supplier<String> nonces) {
        starts.naming(nonces);
        return this;
    }

    /** Says which breakers are asked before calls of what is outside, and who is told of them; before the start. */
    public Worker guardedBy(Breakers breakers, Breakers.Rules rules, BreakerWatch watcher) {
        runner.guardedBy(new BreakerGate(breakers, rules, watcher, loop));
        return this;
    }

    public void start() {
        loop.execute(() -> {
            heartbeats.start();
            intake.pull();
        });
    }

    /**
     * Takes no more, hands back what has not begun, and lets the rest end within the limit; what has not ended then is
     * stopped and reported as lost, so that nobody has to wait for its lease. Completes when nothing is left to do, a
     * little after the limit at the latest.
     */
    public CompletionStage<@Nullable Void> drain(Duration limit) {
        loop.execute(() -> beginDrain(limit));
        return drained.copy();
    }

    /** How many slots are in use; for any thread. */
    public int busy() {
        return busy;
    }

    /** What a worker tells of itself in the list of members. */
    public Map<String, String> facts() {
        return Map.of(
                Members.HANDLERS,
                String.join(",", handlers.names()),
                Members.QUEUES,
                draining ? "" : String.join(",", settings.queues()),
                Members.SLOTS,
                String.valueOf(draining ? 0 : settings.slots()),
                Members.BUSY,
                String.valueOf(busy));
    }

    private void taken(List<Task> tasks) {
        if (draining) {
            handBack(tasks);
            finishDrain();
        } else {
            tasks.forEach(this::begin);
        }
    }

    private void begin(Task task) {
        Attempt known = attempts.get(task.key());
        if (known != null) {
            known.adopt(task);
            return;
        }
        Attempt attempt = new Attempt(task, loop, watch.begin(task, settings.name()));
        attempts.put(task.key(), attempt);
        busy = attempts.size();
        attempt.limitBy(() -> timedOut(attempt), loop);
        runner.run(attempt).thenAccept(outcome -> loop.execute(() -> ended(attempt, outcome)));
    }

    private void timedOut(Attempt attempt) {
        ended(
                attempt,
                Verdicts.failed(
                        ErrorCategory.TIMEOUT,
                        "TIMEOUT",
                        "The attempt did not end within " + attempt.task().timeout()));
        attempt.giveUp();
    }

    private void ended(Attempt attempt, Outcome outcome) {
        if (!isRunning(attempt)) {
            return;
        }
        Report report = attempt.endAt(loop.now(), settings.name(), outcome);
        reporter.send(attempt, outcome, report, () -> release(attempt));
    }

    /** A beat said so. A report that is on its way is left alone: the queue knows what to make of it. */
    private void unwanted(Attempt attempt) {
        if (isRunning(attempt)) {
            attempt.giveUp();
            release(attempt);
        }
    }

    private boolean isRunning(Attempt attempt) {
        return !attempt.isReporting() && attempts.get(attempt.task().key()) == attempt;
    }

    private void release(Attempt attempt) {
        attempts.remove(attempt.task().key(), attempt);
        busy = attempts.size();
        intake.pull();
        finishDrain();
    }

    private void beginDrain(Duration limit) {
        if (draining) {
            return;
        }
        draining = true;
        intake.close();
        handBack(withdrawn());
        drainTimers.add(loop.after(limit, this::stopTheRest));
        drainTimers.add(loop.after(limit.plus(LAST_WORDS), this::leave));
        finishDrain();
    }

    private List<Task> withdrawn() {
        List<Attempt> waiting = attempts.values().stream()
                .filter(attempt -> isRunning(attempt) && !attempt.hasAsked() && attempt.signal.withdraw())
                .toList();
        waiting.forEach(attempt -> {
            attempt.giveUp();
            attempts.remove(attempt.task().key());
        });
        busy = attempts.size();
        return waiting.stream().map(Attempt::task).toList();
    }

    private void handBack(List<Task> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        handingBack++;
        Answers.of(() -> queue.handBack(settings.name(), tasks), loop, (nothing, failure) -> {
            if (failure != null) {
                LOG.log(
                        Level.WARNING,
                        "cannot hand back {0} tasks; their leases will run out: {1}",
                        tasks.size(),
                        failure);
            }
            handingBack--;
            finishDrain();
        });
    }

    private void stopTheRest() {
        for (Attempt attempt : List.copyOf(attempts.values())) {
            LOG.log(Level.WARNING, "a task did not end within the drain time", Subject.of(attempt.task()));
            ended(attempt, new Outcome.Lost());
            attempt.giveUp();
        }
    }

    private void finishDrain() {
        if (draining && attempts.isEmpty() && handingBack == 0 && intake.isIdle()) {
            leave();
        }
    }

    private void leave() {
        heartbeats.stop();
        drainTimers.forEach(EventLoop.Timer::cancel);
        drained.complete(null);
    }
}
