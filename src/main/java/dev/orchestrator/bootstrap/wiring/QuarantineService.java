package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.out.postgres.PostgresQuarantine;
import dev.orchestrator.application.QuarantineCollector;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what nobody understood, beside the reaper. */
@ApplicationScoped
class QuarantineService implements Service {
    private final Deciding deciding;
    private final StoreAccess stores;
    private @Nullable QuarantineCollector collector;

    QuarantineService(Deciding deciding, StoreAccess stores) {
        this.deciding = deciding;
        this.stores = stores;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.REAPER);
    }

    @Override
    public int order() {
        return 36;
    }

    @Override
    public void start() {
        QuarantineCollector created = new QuarantineCollector(
                deciding.loop(),
                deciding.redis().strangers(),
                new PostgresQuarantine(stores.postgres()),
                deciding.telemetry());
        created.start();
        collector = created;
    }

    @Override
    public void drain() {
        if (collector != null) {
            Waits.of(collector.stop(), "collecting what nobody understood did not stop");
        }
    }

    @Override
    public void stop() {
        collector = null;
    }
}
