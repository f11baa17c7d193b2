package dev.orchestrator.adapters.out.metrics;

import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breaker.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The circuit breakers that are not closed, as they were looked at last. Hosts come from users, so only those with most
 * deferrals have series of their own.
 */
public final class BreakerGauges {
    private static final int MOST = 50;

    private final MultiGauge counts;
    private final MultiGauge states;
    private final MultiGauge probes;

    public BreakerGauges(MeterRegistry registry) {
        this.counts = MultiGauge.builder("workflow.breakers")
                .description("Circuit breakers that are not closed, by state")
                .register(registry);
        this.states = MultiGauge.builder("workflow.breaker.state.info")
                .description(
                        "1 for each circuit breaker that is not closed, at most 50, with its state and the code of the last failure")
                .register(registry);
        this.probes = MultiGauge.builder("workflow.breaker.next.probe")
                .description("How long until a circuit breaker that is not closed lets somebody try again")
                .baseUnit("seconds")
                .register(registry);
        show(List.of(), Instant.EPOCH);
    }

    public void show(List<Breaker> breakers, Instant now) {
        counts.register(
                Stream.of(State.OPEN, State.HALF_OPEN, State.CLOSING)
                        .<Row<?>>map(state -> Row.of(Tags.of("state", Meters.word(state)), count(breakers, state)))
                        .toList(),
                true);
        List<Breaker> shown = breakers.stream()
                .filter(it -> it.state() == State.OPEN || it.state() == State.HALF_OPEN)
                .sorted(Comparator.comparingLong(Breaker::deferred).reversed())
                .limit(MOST)
                .toList();
        states.register(
                rows(
                        shown,
                        it -> Tags.of("breaker", it.name(), "state", Meters.word(it.state()), "reason", it.reason()),
                        it -> 1),
                true);
        probes.register(rows(shown, it -> Tags.of("breaker", it.name()), it -> seconds(it, now)), true);
    }

    private static long count(List<Breaker> breakers, State state) {
        return breakers.stream().filter(it -> it.state() == state).count();
    }

    private static List<Row<?>> rows(
            List<Breaker> breakers, Function<Breaker, Tags> tags, Function<Breaker, Number> value) {
        return breakers.stream()
                .<Row<?>>map(it -> Row.of(tags.apply(it), value.apply(it)))
                .toList();
    }

    private static double seconds(Breaker breaker, Instant now) {
        Instant next = breaker.nextProbeAt();
        return next == null ? 0 : Math.max(0, Duration.between(now, next).toMillis() / 1_000.0);
    }
}
