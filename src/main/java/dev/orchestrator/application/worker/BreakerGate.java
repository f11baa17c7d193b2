package dev.orchestrator.application.worker;

import dev.orchestrator.application.Answers;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.ports.out.Breaker.State;
import dev.orchestrator.ports.out.BreakerWatch;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the worker and handlers that depend on something outside: asks the fleet's circuit breaker before a call
 * and tells it afterwards how it went. Belongs to the worker's loop.
 *
 * <p>It never stands in the way by itself: while the store of the breakers does not answer, calls are made.
 */
final class BreakerGate {
    private static final Logger LOG = System.getLogger(BreakerGate.class.getName());
    private static final Pattern DEPENDENCY = Pattern.compile("[A-Za-z0-9._:\\[\\]-]{1,255}");
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PROBE = Duration.ofSeconds(1);

    final EventLoop loop;
    final Flights flights = new Flights();
    private final Breakers breakers;
    private final Breakers.Rules rules;
    private final BreakerWatch watch;
    private final Set<String> misnamed = new HashSet<>();
    private boolean troubled;

    BreakerGate(Breakers breakers, Breakers.Rules rules, BreakerWatch watch, EventLoop loop) {
        this.breakers = breakers;
        this.rules = rules;
        this.watch = watch;
        this.loop = loop;
    }

    /** The breaker in the way of this call; null when there is none. A name is shown, so it must hold no secret. */
    @Nullable
    String breakerOf(TaskHandler handler, TaskContext task, Redaction secrets) {
        Optional<String> dependency = dependency(handler, task);
        if (dependency.isEmpty() || !secrets.text(dependency.get()).equals(dependency.get())) {
            return null;
        }
        return handler.name() + "/" + dependency.get();
    }

    private Optional<String> dependency(TaskHandler handler, TaskContext task) {
        try {
            Optional<String> named = handler.dependsOn(task);
            Optional<String> legal =
                    named.filter(name -> DEPENDENCY.matcher(name).matches());
            if (named.isPresent() && legal.isEmpty() && misnamed.add(handler.name())) {
                LOG.log(
                        Level.WARNING,
                        "the handler {0} names what it depends on in a form that no breaker can have, so it has none",
                        handler.name());
            }
            return legal;
        } catch (Throwable failure) {
            if (misnamed.add(handler.name())) {
                LOG.log(Level.WARNING, "the handler " + handler.name() + " cannot say what it depends on", failure);
            }
            return Optional.empty();
        }
    }

    /** Makes the call when the breaker lets it through; the answer of the stage is how the attempt ends. */
    CompletionStage<Outcome> pass(Attempt attempt, String breaker, Supplier<CompletionStage<Outcome>> call) {
        return new Passage(this, attempt, breaker, call).begin();
    }

    CompletionStage<Breakers.Answer> ask(String breaker, Attempt attempt) {
        Duration longest = attempt.task().timeout().plus(GRACE);
        Duration life = longest.compareTo(rules.recovery()) < 0 ? longest : rules.recovery();
        return breakers.ask(breaker, rules, life.compareTo(SHORTEST_PROBE) < 0 ? SHORTEST_PROBE : life);
    }

    /** Without an answer to anybody: what gets lost is forgotten by the breaker after a while. */
    void report(String breaker, Attempt attempt, Breakers.Ticket ticket, Breakers.Result result) {
        Answers.of(() -> breakers.report(breaker, rules, ticket, result), loop, (state, failure) -> {
            if (state == null) {
                troubledBy(failure);
            } else {
                state.ifPresent(entered -> entered(breaker, attempt, entered, result.code()));
            }
        });
    }

    void entered(String breaker, Attempt attempt, State state, String reason) {
        watch.entered(attempt.task().handler(), state);
        Level level = state == State.OPEN ? Level.WARNING : Level.INFO;
        LOG.log(
                level,
                "the circuit breaker {0} is {1} now{2}",
                breaker,
                state == State.HALF_OPEN ? "half-open" : state == State.OPEN ? "open" : "closed",
                state == State.OPEN ? ": " + reason : "");
    }

    void deferred(Attempt attempt) {
        watch.deferred(attempt.task().handler());
    }

    void troubledBy(@Nullable Throwable failure) {
        if (!troubled) {
            LOG.log(Level.WARNING, "cannot ask the circuit breakers, so calls are made without them: " + failure);
        }
        troubled = true;
    }

    void answered() {
        troubled = false;
    }
}
