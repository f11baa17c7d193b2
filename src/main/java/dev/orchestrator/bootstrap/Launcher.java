package dev.orchestrator.bootstrap;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;

/** Finds the services and ties them to the life of the process. */
@ApplicationScoped
public class Launcher {
    private static final Logger LOG = Logger.getLogger(Launcher.class);

    private final Services services;

    Launcher(@Any Instance<Service> found, Settings settings) {
        this.services = new Services(found.stream().toList(), settings.roles());
    }

    void onStart(@Observes StartupEvent event) {
        UnknownSettings.warnings(Environment.ofProcess()).forEach(LOG::warn);
        services.start();
    }

    /** Before the framework stops serving requests, which it does before anything else. */
    void leave() {
        services.leave();
    }

    void onStop(@Observes ShutdownEvent event) {
        services.stop();
    }
}
