package dev.orchestrator.bootstrap;

import dev.orchestrator.adapters.in.rest.RestSettings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Gives the API its limits. */
@Singleton
class RestWiring {
    private static final int OFF_LOOP_BYTES = 64 * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    @Produces
    @Singleton
    RestSettings restSettings(Settings settings) {
        Settings.Limits limits = settings.limits();
        int body = (int) Math.min(limits.body(), Integer.MAX_VALUE);
        return new RestSettings(body, limits.depth(), OFF_LOOP_BYTES, LONGEST_WAIT);
    }
}
