package dev.orchestrator.application.worker;

import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Task;
import java.time.Instant;

/** A slot in use: what the worker knows of one task, from taking it to the moment its report is accepted. */
final class Attempt {
    final CancelSignal signal = new CancelSignal();
    private final Instant startedAt;
    private Task task;
    private EventLoop.Timer timeout = () -> {};
    private long lastBeat;
    private boolean reporting;

    Attempt(Task task, EventLoop loop) {
        this.task = task;
        this.startedAt = loop.now();
        this.lastBeat = loop.nanoTime();
    }

    Task task() {
        return task;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** The same dispatch came again, as a new message: that one is to be closed now. */
    void adopt(Task again) {
        task = again;
    }

    void limitBy(EventLoop.Timer timer) {
        timeout = timer;
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
    Report endAt(Instant time, String worker) {
        reporting = true;
        timeout.cancel();
        return new Report(worker, startedAt, time);
    }

    void giveUp() {
        timeout.cancel();
        signal.cancel();
    }
}
