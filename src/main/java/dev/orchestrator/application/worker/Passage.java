package dev.orchestrator.application.worker;

import dev.orchestrator.application.Answers;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.Breakers.Answer;
import dev.orchestrator.ports.out.Breakers.Result;
import dev.orchestrator.ports.out.Breakers.Ticket;
import dev.orchestrator.ports.out.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One attempt's way past a breaker: asked, then let through, turned back, or ended before there was an answer. */
final class Passage {
    /** A store that is slower than this is as good as away. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final BreakerGate gate;
    private final Attempt attempt;
    private final String breaker;
    private final Supplier<CompletionStage<Outcome>> call;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private EventLoop.Timer bound = () -> {};
    private @Nullable Ticket ticket;
    private boolean settled;

    Passage(BreakerGate gate, Attempt attempt, String breaker, Supplier<CompletionStage<Outcome>> call) {
        this.gate = gate;
        this.attempt = attempt;
        this.breaker = breaker;
        this.call = call;
    }

    CompletionStage<Outcome> begin() {
        attempt.onEnd(this::ended);
        bound = gate.loop.after(PATIENCE, () -> goWithout(new TimeoutException("no answer within " + PATIENCE)));
        Answers.of(() -> gate.ask(breaker, attempt), gate.loop, this::answered);
        return outcome;
    }

    private void answered(@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer == null) {
            goWithout(failure);
        } else if (answer instanceof Answer.Go go) {
            gate.answered();
            letThrough(go);
        } else {
            gate.answered();
            turnBack((Answer.Stay) answer);
        }
    }

    private void letThrough(Answer.Go go) {
        if (go.entered() != null) {
            gate.entered(breaker, attempt, go.entered(), "");
        }
        if (settled) {
            giveBack(go.ticket());
            return;
        }
        settle();
        ticket = go.ticket();
        gate.flights.begin(breaker, go.counting());
        make();
    }

    private void turnBack(Answer.Stay stay) {
        if (!settled) {
            settle();
            gate.deferred(attempt);
            outcome.complete(new Outcome.Deferred(stay.until(), reason(stay), breaker));
        }
    }

    private void goWithout(@Nullable Throwable failure) {
        if (!settled) {
            settle();
            gate.troubledBy(failure);
            make();
        }
    }

    private void make() {
        call.get().thenAccept(outcome::complete);
    }

    private void settle() {
        settled = true;
        bound.cancel();
    }

    /** The attempt has ended in whatever way, perhaps before there was an answer. */
    private void ended(@Nullable Outcome how) {
        if (!settled) {
            settle();
        }
        if (ticket != null) {
            report(ticket, CallResults.of(how, attempt.signal.hasBegun()));
            gate.flights.end(breaker);
            ticket = null;
        }
    }

    private void report(Ticket shown, Result result) {
        switch (result.kind()) {
            case FAILED -> gate.flights.failed(breaker);
            case ANSWERED -> {
                if (!gate.flights.succeeded(breaker) && shown.probe() == 0) {
                    return;
                }
            }
            case UNKNOWN -> {
                giveBack(shown);
                return;
            }
        }
        gate.report(breaker, attempt, shown, result);
    }

    private void giveBack(Ticket unused) {
        if (unused.probe() > 0) {
            gate.report(breaker, attempt, unused, Breakers.Result.UNKNOWN);
        }
    }

    private static String reason(Answer.Stay stay) {
        return switch (stay.state()) {
            case HALF_OPEN ->
                "The circuit breaker is half-open: others try whether it works again, after " + stay.reason();
            case OPEN ->
                "The circuit breaker is open after " + stay.failures() + " failures, the last of them " + stay.reason();
            default -> "The circuit breaker has closed, and what waited for it comes by and by";
        };
    }
}
