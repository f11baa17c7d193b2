package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.out.postgres.PostgresIdempotencyKeys;
import dev.orchestrator.adapters.out.postgres.PostgresWeeks;
import dev.orchestrator.application.ExecutionRetention;
import dev.orchestrator.application.KeyRetention;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.domain.retention.RetentionRule;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Forgets what nobody needs any more, beside the reaper. */
@ApplicationScoped
class RetentionService implements Service {
    private final Deciding deciding;
    private final StoreAccess stores;
    private final Settings settings;
    private final MeterRegistry registry;
    private @Nullable KeyRetention keys;
    private @Nullable ExecutionRetention executions;

    RetentionService(Deciding deciding, StoreAccess stores, Settings settings, MeterRegistry registry) {
        this.deciding = deciding;
        this.stores = stores;
        this.settings = settings;
        this.registry = registry;
    }

    @Override
    public Set<Role> roles() {
        return Set.of(Role.REAPER);
    }

    @Override
    public int order() {
        return 35;
    }

    @Override
    public void start() {
        keys = new KeyRetention(
                deciding.loop(), new PostgresIdempotencyKeys(stores.postgres()), settings.idempotencyRetention());
        executions = shown(new ExecutionRetention(
                deciding.loop(),
                new PostgresWeeks(stores.postgres()),
                new RetentionRule(settings.retention().age())));
        keys.start();
        executions.start();
    }

    private ExecutionRetention shown(ExecutionRetention created) {
        FunctionCounter.builder("workflow.retention.executions", created, ExecutionRetention::executions)
                .description("Executions that were removed because they ended long ago")
                .register(registry);
        FunctionCounter.builder("workflow.retention.weeks", created, ExecutionRetention::weeks)
                .description("Weeks of executions that were removed as a whole")
                .register(registry);
        Gauge.builder("workflow.retention.oldest.age", created, ExecutionRetention::oldestSeconds)
                .description("How long ago the oldest execution that is stored was submitted")
                .baseUnit("seconds")
                .register(registry);
        return created;
    }

    @Override
    public void drain() {
        if (keys != null) {
            Waits.of(keys.stop(), "forgetting old request keys did not stop");
        }
        if (executions != null) {
            Waits.of(executions.stop(), "removing old executions did not stop");
        }
    }

    @Override
    public void stop() {
        keys = null;
        executions = null;
    }
}
