package dev.orchestrator.simulation;

import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/** One process' share of the common loop. Once the process has crashed, nothing of it runs any more. */
final class ProcessLoop implements EventLoop {
    private final VirtualLoop shared;
    private final ArrayDeque<Runnable> missed = new ArrayDeque<>();
    private int steps = Integer.MAX_VALUE;
    private boolean stopped;

    ProcessLoop(VirtualLoop shared) {
        this.shared = shared;
    }

    /** Lets the process do so many more steps; a call to a store is two, the work and the reply. */
    void crashAfter(int more) {
        steps = more;
    }

    /** Nothing of the process runs until {@link #wake}, as after SIGSTOP; the time goes on. */
    void stop() {
        stopped = true;
    }

    void wake() {
        stopped = false;
        missed.forEach(this::execute);
        missed.clear();
    }

    boolean isDoomed() {
        return steps != Integer.MAX_VALUE;
    }

    boolean isDead() {
        return steps <= 0;
    }

    @Override
    public void execute(Runnable task) {
        shared.execute(() -> step(task));
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        return shared.after(delay, () -> step(task));
    }

    private void step(Runnable task) {
        if (stopped) {
            missed.add(task);
        } else if (steps > 0) {
            steps -= steps == Integer.MAX_VALUE ? 0 : 1;
            task.run();
        }
    }

    @Override
    public Instant now() {
        return shared.now();
    }

    @Override
    public long nanoTime() {
        return shared.nanoTime();
    }
}
