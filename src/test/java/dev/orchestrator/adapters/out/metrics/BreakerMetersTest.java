package dev.orchestrator.adapters.out.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breaker.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hosts come from users, so what is said of single breakers is bounded. */
class BreakerMetersTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void countsByHandler() {
        BreakerMeters meters = new BreakerMeters(registry, List.of("call_llm"));
        meters.deferred("call_llm");
        meters.deferred("made up");
        meters.entered("call_llm", State.OPEN);
        meters.entered("made up", State.OPEN);
        assertThat(registry.get("workflow.breaker.deferrals").counter().count()).isEqualTo(1);
        assertThat(registry.get("workflow.breaker.transitions")
                        .tag("to", "open")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("workflow.breaker.transitions").counters()).hasSize(3);
    }

    @Test
    void showsThoseThatAreNotClosedAndNoneWhenAllAre() {
        BreakerGauges gauges = new BreakerGauges(registry);
        assertThat(count("open")).isZero();
        gauges.show(
                List.of(
                        breaker("h/a", State.OPEN, 1, NOW.plusMillis(2_500)),
                        breaker("h/b", State.HALF_OPEN, 1, NOW.minusSeconds(1)),
                        breaker("h/c", State.CLOSING, 1, null),
                        breaker("h/d", State.CLOSED, 0, null)),
                NOW);
        assertThat(count("open")).isEqualTo(1);
        assertThat(count("half_open")).isEqualTo(1);
        assertThat(count("closing")).isEqualTo(1);
        assertThat(next("h/a")).isEqualTo(2.5);
        assertThat(next("h/b")).isZero();
        assertThat(registry.get("workflow.breaker.state.info").gauges())
                .hasSize(2)
                .allSatisfy(gauge -> assertThat(gauge.getId().getTag("reason")).isNotNull());
        gauges.show(List.of(), NOW);
        assertThat(count("open")).isZero();
        assertThat(registry.find("workflow.breaker.state.info").gauges()).isEmpty();
    }

    @Test
    void noMoreThanFiftyHaveSeriesOfTheirOwnThoseThatDeferMost() {
        BreakerGauges gauges = new BreakerGauges(registry);
        gauges.show(
                IntStream.range(0, 1_000)
                        .mapToObj(i -> breaker("h/" + i, State.OPEN, i, NOW))
                        .toList(),
                NOW);
        assertThat(count("open")).isEqualTo(1_000);
        assertThat(registry.get("workflow.breaker.next.probe").gauges()).hasSize(50);
        assertThat(next("h/999")).isZero();
        assertThat(registry.find("workflow.breaker.next.probe")
                        .tag("breaker", "h/0")
                        .gauges())
                .isEmpty();
    }

    private double count(String state) {
        return registry.get("workflow.breakers").tag("state", state).gauge().value();
    }

    private double next(String breaker) {
        return registry.get("workflow.breaker.next.probe")
                .tag("breaker", breaker)
                .gauge()
                .value();
    }

    private static Breaker breaker(String name, State state, long deferred, Instant next) {
        return new Breaker(name, state, 5, "HTTP_503", NOW, next, deferred);
    }
}
