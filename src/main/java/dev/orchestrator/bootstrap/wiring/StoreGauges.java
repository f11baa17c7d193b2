package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.in.rest.Pulses;
import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.bootstrap.Version;
import dev.orchestrator.ports.out.EventLoop;
import dev.orchestrator.ports.out.Pulse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Shows whether the stores that this process needs answer it, and which build it is. */
@ApplicationScoped
class StoreGauges implements Service {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Pulses pulses;
    private final MeterRegistry registry;
    private final List<Beat> beats = new ArrayList<>();

    StoreGauges(Vertx vertx, Pulses pulses, MeterRegistry registry) {
        this.vertx = vertx;
        this.pulses = pulses;
        this.registry = registry;
    }

    @Override
    public Set<Role> roles() {
        return EnumSet.allOf(Role.class);
    }

    @Override
    public int order() {
        return 15;
    }

    @Override
    public void start() {
        Gauge.builder("workflow.build.info", () -> 1)
                .description("The version that runs here")
                .tag("version", Version.current())
                .tag("java", Integer.toString(Runtime.version().feature()))
                .register(registry);
        VertxEventLoop loop = VertxEventLoop.next(vertx);
        pulses.all().forEach(pulse -> beats.add(new Beat(pulse, loop)));
        for (Beat beat : beats) {
            Gauge.builder("workflow.store.up", beat, Beat::value)
                    .description("1 when the store answered this process within the last seconds, else 0")
                    .tag("store", beat.pulse.name())
                    .register(registry);
            loop.execute(beat::ask);
        }
    }

    @Override
    public void stop() {
        beats.forEach(Beat::stop);
        beats.clear();
    }

    /** Asks one store again and again; one that has not answered the last time is down and not asked twice. */
    private static final class Beat {
        private final Pulse pulse;
        private final EventLoop loop;
        private EventLoop.Timer next = () -> {};
        private boolean asking;
        private boolean stopped;
        private volatile boolean up;

        Beat(Pulse pulse, EventLoop loop) {
            this.pulse = pulse;
            this.loop = loop;
        }

        double value() {
            return up ? 1 : 0;
        }

        void ask() {
            if (stopped) {
                return;
            }
            next = loop.after(PAUSE, this::ask);
            if (asking) {
                up = false;
                return;
            }
            asking = true;
            pulse.beats()
                    .whenComplete((beating, failure) -> loop.execute(() -> {
                        asking = false;
                        up = failure == null && Boolean.TRUE.equals(beating);
                    }));
        }

        void stop() {
            loop.execute(() -> {
                stopped = true;
                next.cancel();
            });
        }
    }
}
