package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.application.Orchestrator;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the orchestrator. */
@ApplicationScoped
class OrchestratorService implements Service {
    private final Deciding deciding;
    private final Observation observation;
    private @Nullable Orchestrator orchestrator;

    OrchestratorService(Deciding deciding, Observation observation) {
        this.deciding = deciding;
        this.observation = observation;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.ORCHESTRATOR);
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public void start() {
        var redis = deciding.redis();
        Orchestrator created = new Orchestrator(
                ProcessName.of("orchestrator"),
                deciding.loop(),
                deciding.commits(),
                deciding.redriver(),
                new Orchestrator.Stores(redis.completions(), redis.members(), redis.upkeep(), deciding.journal()),
                observation.tracing());
        created.start();
        orchestrator = created;
    }

    @Override
    public void drain() {
        if (orchestrator != null) {
            Waits.of(orchestrator.stop(), "the orchestrator did not stop reading");
        }
    }

    @Override
    public void stop() {
        orchestrator = null;
    }
}
