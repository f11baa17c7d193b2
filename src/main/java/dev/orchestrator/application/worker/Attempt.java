package dev.orchestrator.application.worker;

import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskWatch;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A slot in use: what the worker knows of one task, from taking it to the moment its report is accepted. */
final class Attempt {
    final CancelSignal signal = new CancelSignal();
    private Instant startedAt;
    private final TaskWatch.Watched watched;
    private Task task;
    private EventLoop.Timer timeout = () -> {};
    private Runnable timeIsUp = () -> {};
    private boolean asking;
    private Consumer<@Nullable Outcome> listener = outcome -> {};
    private long lastBeat;
    private boolean reporting;

    Attempt(Task task, EventLoop loop, TaskWatch.Watched watched) {
        this.watched = watched;
        this.task = traced(task);
        this.startedAt = loop.now();
        this.lastBeat = loop.nanoTime();
    }

    /** The task, under the span of this attempt where one is traced. */
    Task task() {
        return task;
    }

    /** Marks the calling thread as working for this task. */
    TaskWatch.Scope enter() {
        return watched.enter();
    }

    Instant startedAt() {
        return startedAt;
    }

    /** The same dispatch came again, as a new message: that one is to be closed now. */
    void adopt(Task again) {
        task = traced(again);
    }

    /** Says what is to be done when its time is up, which begins to run now, unless it has to ask for its start. */
    void limitBy(Runnable action, EventLoop loop) {
        timeIsUp = action;
        if (!task.atMostOnce()) {
            begins(loop);
        }
    }

    /** Its start is being asked for: from here on it can neither be handed back nor run out of time. */
    void asks() {
        asking = true;
    }

    /** Whether its start was asked for, and may stand in the journal by now. */
    boolean hasAsked() {
        return asking;
    }

    /** Its time begins to run. */
    void begins(EventLoop loop) {
        startedAt = loop.now();
        timeout = loop.after(task.timeout(), timeIsUp);
    }

    /** Is told once how the attempt ended; null when it was taken away. On the loop. */
    void onEnd(Consumer<@Nullable Outcome> told) {
        listener = told;
    }

    long lastBeat() {
        return lastBeat;
    }

    void beatAt(long nanoTime) {
        lastBeat = nanoTime;
    }

    boolean isReporting() {
        return reporting;
    }

    /** The outcome is known; the slot stays in use until the report is accepted. */
    Report endAt(Instant time, String worker, Outcome outcome) {
        reporting = true;
        timeout.cancel();
        watched.end(outcome);
        listener.accept(outcome);
        return new Report(worker, startedAt, time);
    }

    /** Nobody wants it any more, or its time is over. */
    void giveUp() {
        if (!reporting) {
            watched.end(null);
            listener.accept(null);
        }
        timeout.cancel();
        signal.cancel();
    }

    private Task traced(Task given) {
        TraceContext span = watched.trace();
        return span == null ? given : given.under(span);
    }
}
