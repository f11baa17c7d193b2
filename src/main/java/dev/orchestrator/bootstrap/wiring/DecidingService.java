package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.bootstrap.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Set;

/** What every process that decides shares: its stores, its commit loop, and the watch over the hot store. */
@ApplicationScoped
class DecidingService implements Service {
    private final Deciding deciding;
    private final Settings settings;

    DecidingService(Deciding deciding, Settings settings) {
        this.deciding = deciding;
        this.settings = settings;
    }

    @Override
    public Set<Role> roles() {
        return EnumSet.of(Role.API, Role.ORCHESTRATOR, Role.REAPER);
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public void start() {
        Waits.of(deciding.redis().check(), "Redis did not answer");
        Waits.of(deciding.reconciler().start(), "Redis did not say who it is");
    }

    @Override
    public void drain() {
        Waits.upTo(settings.drain(), deciding.commits().quiet(), "decisions were still under way");
    }

    @Override
    public void stop() {
        Waits.of(deciding.reconciler().stop(), "the reconciler did not stop");
        deciding.redis().close();
    }
}
