package dev.orchestrator.bootstrap;

import dev.orchestrator.adapters.in.rest.Pulses;
import dev.orchestrator.ports.in.CheckDefinitions;
import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.in.RunExecutions;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Lets the jar be built before the application is wired: whoever calls one of these gets an exception. */
@ApplicationScoped
class NotWiredYet {
    @Produces
    @DefaultBean
    @ApplicationScoped
    RunExecutions runExecutions() {
        throw new UnsupportedOperationException("not wired yet");
    }

    @Produces
    @DefaultBean
    @ApplicationScoped
    ReadExecutions readExecutions() {
        throw new UnsupportedOperationException("not wired yet");
    }

    @Produces
    @DefaultBean
    @ApplicationScoped
    CheckDefinitions checkDefinitions() {
        throw new UnsupportedOperationException("not wired yet");
    }

    @Produces
    @DefaultBean
    @Singleton
    Pulses pulses() {
        return new Pulses(List.of());
    }
}
