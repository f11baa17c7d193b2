package dev.orchestrator.bootstrap;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Starts the services of the chosen roles in order, and drains and stops them in reverse. */
@ApplicationScoped
public class Launcher {
    private static final Logger LOG = Logger.getLogger(Launcher.class);

    private final Instance<Service> services;
    private final Settings settings;
    private final Deque<Service> started = new ArrayDeque<>();

    Launcher(@Any Instance<Service> services, Settings settings) {
        this.services = services;
        this.settings = settings;
    }

    void onStart(@Observes StartupEvent event) {
        SettingsCheck.check(settings);
        for (Service service : chosen()) {
            started.push(service);
            start(service);
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        started.forEach(service -> quietly(service, "drain", Service::drain));
        started.forEach(service -> quietly(service, "stop", Service::stop));
        started.clear();
    }

    private List<Service> chosen() {
        return services.stream()
                .filter(service -> !Collections.disjoint(service.roles(), settings.roles()))
                .sorted(Comparator.comparingInt(Service::order))
                .toList();
    }

    private void start(Service service) {
        try {
            service.start();
        } catch (RuntimeException e) {
            onStop(new ShutdownEvent());
            throw new IllegalStateException(name(service) + " did not start: " + e.getMessage(), e);
        }
    }

    /** One service that fails to stop must not keep the next from stopping. */
    private static void quietly(Service service, String verb, Consumer<Service> step) {
        try {
            step.accept(service);
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s did not %s", name(service), verb);
        }
    }

    private static String name(Service service) {
        return service.getClass().getSimpleName().replace("_ClientProxy", "");
    }
}
