package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.out.metrics.BreakerGauges;
import dev.orchestrator.application.Answers;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.EventLoop;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Shows the circuit breakers of the fleet in the metrics of the reapers. */
@ApplicationScoped
class BreakerGaugesService implements Service {
    private static final Logger LOG = Logger.getLogger(BreakerGaugesService.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Deciding deciding;
    private final Settings settings;
    private final MeterRegistry registry;
    private EventLoop.Timer next = () -> {};
    private boolean failing;
    private boolean stopped;

    BreakerGaugesService(Deciding deciding, Settings settings, MeterRegistry registry) {
        this.deciding = deciding;
        this.settings = settings;
        this.registry = registry;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.REAPER);
    }

    @Override
    public int order() {
        return 31;
    }

    @Override
    public void start() {
        BreakerGauges gauges = new BreakerGauges(registry);
        deciding.loop().execute(() -> look(gauges));
    }

    private void look(BreakerGauges gauges) {
        Breakers.Rules rules = BreakerRules.of(settings.circuitBreaker());
        Answers.of(
                () -> deciding.redis().breakers().list(rules),
                deciding.loop(),
                (breakers, failure) -> looked(gauges, breakers, failure));
    }

    private void looked(BreakerGauges gauges, @Nullable List<Breaker> breakers, @Nullable Throwable failure) {
        if (breakers == null && !failing) {
            LOG.warnf("The circuit breakers cannot be looked at, so metrics show none: %s", failure);
        }
        failing = breakers == null;
        gauges.show(breakers == null ? List.of() : breakers, deciding.loop().now());
        if (!stopped) {
            next = deciding.loop().after(PAUSE, () -> look(gauges));
        }
    }

    @Override
    public void stop() {
        deciding.loop().execute(() -> {
            stopped = true;
            next.cancel();
        });
    }
}
