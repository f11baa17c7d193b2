package dev.orchestrator.bootstrap;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The services of the chosen roles: started in order, and drained and stopped in reverse, all of them or none. */
final class Services {
    private static final Logger LOG = Logger.getLogger(Services.class);

    private final List<Service> chosen;
    private final Deque<Service> started = new ArrayDeque<>();

    Services(Collection<Service> all, Set<Role> roles) {
        this.chosen = all.stream()
                .filter(service -> !Collections.disjoint(service.roles(), roles))
                .sorted(Comparator.comparingInt(Service::order))
                .toList();
    }

    void start() {
        for (Service service : chosen) {
            started.push(service);
            try {
                service.start();
            } catch (RuntimeException e) {
                stop();
                throw new IllegalStateException(name(service) + " did not start: " + e.getMessage(), e);
            }
        }
    }

    /** To be called while requests are still served. */
    void leave() {
        started.forEach(service -> quietly(service, "leave", Service::leave));
    }

    /** Every service is drained before the first one stops, since the last work of one may need another. */
    void stop() {
        started.forEach(service -> quietly(service, "drain", Service::drain));
        started.forEach(service -> quietly(service, "stop", Service::stop));
        started.clear();
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
