package dev.orchestrator.application.worker;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Secrets;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskWatch;
import dev.orchestrator.spi.BlockingTaskHandler;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls the handler of a task, here or on a thread that may block, and answers an outcome whatever it does. */
final class TaskRunner {
    private final HandlerRegistry handlers;
    private final Codec codec;
    private final Verdicts verdicts;
    private final EventLoop loop;
    private final Executor blocking;
    private final StartDesk starts;
    private Secrets secrets = Secrets.NONE;
    private @Nullable BreakerGate gate;

    TaskRunner(
            HandlerRegistry handlers,
            Codec codec,
            Verdicts verdicts,
            EventLoop loop,
            Executor blocking,
            StartDesk starts) {
        this.handlers = handlers;
        this.codec = codec;
        this.verdicts = verdicts;
        this.loop = loop;
        this.blocking = blocking;
        this.starts = starts;
    }

    void knowing(Secrets known) {
        this.secrets = known;
    }

    void guardedBy(BreakerGate breakers) {
        this.gate = breakers;
    }

    /** Never fails. The stage may stay open for ever, and may be completed by any thread. */
    CompletionStage<Outcome> run(Attempt attempt) {
        Task task = attempt.task();
        TaskHandler handler = handlers.find(task.handler());
        if (handler == null) {
            return CompletableFuture.completedFuture(unknown(task));
        }
        SecretConfig config;
        Map<String, @Nullable Object> values;
        try {
            config = SecretConfig.of(task.config(), task.secrets(), secrets, codec.write());
            values = object(codec.read().apply(config.json()));
        } catch (SecretConfig.Unresolved missing) {
            return CompletableFuture.completedFuture(
                    Verdicts.permanent("SECRET_UNRESOLVED", String.valueOf(missing.getMessage())));
        } catch (UncheckedIOException unreadable) {
            return CompletableFuture.completedFuture(Verdicts.failed(
                    ErrorCategory.RETRYABLE, "SECRET_UNREADABLE", String.valueOf(unreadable.getMessage())));
        } catch (RuntimeException failure) {
            return CompletableFuture.completedFuture(
                    Verdicts.permanent("INVALID_CONFIG", "The config cannot be read: " + failure.getMessage()));
        }
        Verdicts hiding = verdicts.hiding(config.redaction());
        Supplier<CompletionStage<Outcome>> call = () -> call(handler, values, attempt, hiding);
        Supplier<CompletionStage<Outcome>> start =
                task.atMostOnce() ? () -> starts.ask(attempt).thenCompose(granted -> call.get()) : call;
        String breaker = gate == null ? null : gate.breakerOf(handler, contextOf(attempt, values), config.redaction());
        CompletionStage<Outcome> outcome =
                gate == null || breaker == null ? start.get() : gate.pass(attempt, breaker, start);
        return outcome.thenApply(it -> config.redaction().of(it, codec));
    }

    private CompletionStage<Outcome> call(
            TaskHandler handler, Map<String, @Nullable Object> config, Attempt attempt, Verdicts hiding) {
        TaskContext context = contextOf(attempt, config);
        return handler instanceof BlockingTaskHandler
                ? onThread(handler, context, attempt, hiding)
                : here(handler, context, attempt, hiding);
    }

    private static Outcome unknown(Task task) {
        return Verdicts.failed(
                ErrorCategory.NO_HANDLER,
                "NO_HANDLER",
                "The worker that took the task from its queue has no handler '" + task.handler() + "'");
    }

    private RunningTask contextOf(Attempt attempt, Map<String, @Nullable Object> config) {
        Task task = attempt.task();
        return new RunningTask(task, config, attempt.startedAt().plus(task.timeout()), attempt.signal, loop);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> object(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            return Collections.unmodifiableMap((Map<String, @Nullable Object>) map);
        }
        throw new IllegalArgumentException("it is not an object");
    }

    private CompletionStage<Outcome> here(TaskHandler handler, TaskContext context, Attempt attempt, Verdicts hiding) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        if (attempt.signal.begin()) {
            call(handler, context, attempt, hiding, outcome);
        }
        return outcome;
    }

    private CompletionStage<Outcome> onThread(
            TaskHandler handler, TaskContext context, Attempt attempt, Verdicts hiding) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        try {
            blocking.execute(() -> callOnThread(handler, context, attempt, hiding, outcome));
        } catch (RejectedExecutionException full) {
            outcome.complete(Verdicts.failed(
                    ErrorCategory.RETRYABLE, "WORKER_BUSY", "The worker has no thread left for the handler"));
        }
        return outcome;
    }

    private void callOnThread(
            TaskHandler handler,
            TaskContext context,
            Attempt attempt,
            Verdicts hiding,
            CompletableFuture<Outcome> outcome) {
        CancelSignal signal = attempt.signal;
        if (!signal.begin()) {
            return;
        }
        signal.enter();
        try {
            call(handler, context, attempt, hiding, outcome);
        } finally {
            signal.leave();
        }
    }

    /** Errors are caught like exceptions: a handler's overflown stack or missing class is no reason to lose the loop. */
    private void call(
            TaskHandler handler,
            TaskContext context,
            Attempt attempt,
            Verdicts hiding,
            CompletableFuture<Outcome> outcome) {
        try (TaskWatch.Scope working = attempt.enter()) {
            CompletionStage<TaskResult> result = handler.run(context);
            if (result == null) {
                outcome.complete(hiding.of(null, null));
            } else {
                result.whenComplete((value, failure) -> outcome.complete(hiding.of(value, failure)));
            }
        } catch (Throwable failure) {
            outcome.complete(hiding.of(null, failure));
        }
    }
}
