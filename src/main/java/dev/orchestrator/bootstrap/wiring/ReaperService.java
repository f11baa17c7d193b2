package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.application.Reaper;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.bootstrap.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the reaper. */
@ApplicationScoped
class ReaperService implements Service {
    private final Deciding deciding;
    private final Settings settings;
    private @Nullable Reaper reaper;

    ReaperService(Deciding deciding, Settings settings) {
        this.deciding = deciding;
        this.settings = settings;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.REAPER);
    }

    @Override
    public int order() {
        return 30;
    }

    @Override
    public void start() {
        Reaper created = new Reaper(
                deciding.loop(), deciding.redis().upkeep(), settings.reaper().interval(), deciding.telemetry());
        created.start();
        reaper = created;
    }

    @Override
    public void drain() {
        if (reaper != null) {
            Waits.of(reaper.stop(), "the reaper did not stop");
        }
    }

    @Override
    public void stop() {
        reaper = null;
    }
}
