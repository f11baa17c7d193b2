package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.in.rest.Departure;
import dev.orchestrator.application.EndWatch;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Says good-bye to the clients of an API that is about to end. */
@ApplicationScoped
class DepartureService implements Service {
    /** In which clients that keep a connection busy are told, and load balancers may look. */
    private static final long LINGER_MILLIS = 500;

    private final Departure departure;
    /** Of a process that decides; not to be made in others. */
    private final Instance<EndWatch> ends;

    DepartureService(Departure departure, Instance<EndWatch> ends) {
        this.departure = departure;
        this.ends = ends;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.API);
    }

    @Override
    public int order() {
        return 25;
    }

    @Override
    public void start() {}

    @Override
    public void leave() {
        departure.begin();
        ends.get().letGo();
        try {
            TimeUnit.MILLISECONDS.sleep(LINGER_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {}
}
