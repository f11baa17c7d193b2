package dev.orchestrator.application;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ExecutionView;
import dev.orchestrator.ports.out.EndSignals;
import dev.orchestrator.ports.out.EventLoop;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets callers wait for the end of an execution: by the signal that it ended, and by a look now and then. */
public final class EndWatch {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final EventLoop loop;
    private final Map<ExecutionId, Set<Waiter>> waiters = new HashMap<>();
    private boolean leaving;

    public EndWatch(EventLoop loop, EndSignals signals) {
        this.loop = loop;
        signals.listen(id -> loop.execute(() -> ended(id)));
    }

    /** What {@code status} answers once the execution has ended, or when the patience is over. */
    CompletionStage<Optional<ExecutionView>> await(
            ExecutionId id, Duration patience, Supplier<CompletionStage<Optional<ExecutionView>>> status) {
        Waiter waiter = new Waiter(id, status);
        loop.execute(() -> {
            waiters.computeIfAbsent(id, key -> new LinkedHashSet<>()).add(waiter);
            waiter.deadline = loop.after(leaving ? Duration.ZERO : patience, waiter::giveUp);
            waiter.look();
        });
        return waiter.result;
    }

    /** Answers all who wait with what there is, and others at once from now on: the process is about to end. */
    public void letGo() {
        loop.execute(() -> {
            leaving = true;
            waiters.values().stream().flatMap(Set::stream).toList().forEach(Waiter::giveUp);
        });
    }

    private void ended(ExecutionId id) {
        Set<Waiter> waiting = waiters.get(id);
        if (waiting != null) {
            Set.copyOf(waiting).forEach(Waiter::look);
        }
    }

    /** Somebody who waits; everything but the result happens on the loop. */
    private final class Waiter {
        private final ExecutionId id;
        private final Supplier<CompletionStage<Optional<ExecutionView>>> status;
        private final CompletableFuture<Optional<ExecutionView>> result = new CompletableFuture<>();
        private EventLoop.@Nullable Timer deadline;
        private EventLoop.@Nullable Timer next;
        private boolean patient = true;

        Waiter(ExecutionId id, Supplier<CompletionStage<Optional<ExecutionView>>> status) {
            this.id = id;
            this.status = status;
        }

        void giveUp() {
            patient = false;
            look();
        }

        void look() {
            if (next != null) {
                next.cancel();
                next = null;
            }
            Answers.of(status, loop, this::seen);
        }

        private void seen(@Nullable Optional<ExecutionView> view, @Nullable Throwable failure) {
            if (result.isDone()) {
                return;
            }
            if (view != null && (!patient || view.isEmpty() || hasEnded(view.get()))) {
                finish(() -> result.complete(view));
            } else if (view == null && !patient) {
                finish(() -> result.completeExceptionally(
                        failure == null ? new IllegalStateException("no status") : failure));
            } else if (next == null) {
                next = loop.after(LOOK, this::look);
            }
        }

        private boolean hasEnded(ExecutionView view) {
            return view.summary().status().isEnded();
        }

        private void finish(Runnable answer) {
            for (EventLoop.Timer timer : Arrays.asList(deadline, next)) {
                if (timer != null) {
                    timer.cancel();
                }
            }
            Set<Waiter> others = waiters.get(id);
            if (others != null && others.remove(this) && others.isEmpty()) {
                waiters.remove(id);
            }
            answer.run();
        }
    }
}
