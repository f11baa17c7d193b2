package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.in.rest.Pulses;
import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.application.PulseWatch;
import dev.orchestrator.application.StoreState;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Watches PostgreSQL for everybody in this process who would have to wait for it. */
@ApplicationScoped
class StoreWatchService implements Service {
    private final Vertx vertx;
    private final Pulses pulses;
    private final StoreState state;
    private @Nullable PulseWatch watch;

    StoreWatchService(Vertx vertx, Pulses pulses, StoreState state) {
        this.vertx = vertx;
        this.pulses = pulses;
        this.state = state;
    }

    @Override
    public Set<Role> roles() {
        return EnumSet.of(Role.API, Role.ORCHESTRATOR, Role.REAPER);
    }

    @Override
    public int order() {
        return 5;
    }

    @Override
    public void start() {
        pulses.all().stream()
                .filter(pulse -> pulse.name().equals(StorePulses.POSTGRES))
                .findFirst()
                .ifPresent(pulse -> {
                    watch = new PulseWatch(VertxEventLoop.next(vertx), pulse, state);
                    watch.start();
                });
    }

    @Override
    public void stop() {
        if (watch != null) {
            Waits.of(watch.stop(), "the watch over PostgreSQL did not stop");
        }
    }
}
