package dev.orchestrator.adapters.in.rest;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Stands in until the bootstrap produces settings of its own. */
@Singleton
class RestDefaults {
    @Produces
    @Singleton
    @DefaultBean
    RestSettings settings() {
        return RestSettings.DEFAULT;
    }
}
