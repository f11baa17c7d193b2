package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.in.rest.Pulses;
import dev.orchestrator.application.StoreState;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.ports.out.Pulse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The stores that health speaks of: those that this process' roles need. */
@ApplicationScoped
class StorePulses {
    static final String POSTGRES = "postgres";

    /** How PostgreSQL stands, for all who would have to wait for it. */
    @Produces
    @Singleton
    StoreState postgres() {
        return new StoreState();
    }

    @Produces
    @Singleton
    Pulses pulses(Settings settings, StoreAccess stores) {
        List<Pulse> pulses = new ArrayList<>();
        pulses.add(new StorePulse("redis", stores::redisBeats));
        if (settings.roles().stream().anyMatch(Role::needsDatabase)) {
            pulses.add(new StorePulse(POSTGRES, stores::postgresBeats));
        }
        return new Pulses(pulses);
    }

    private record StorePulse(String name, Supplier<CompletionStage<Boolean>> question) implements Pulse {
        @Override
        public CompletionStage<Boolean> beats() {
            return question.get();
        }
    }
}
