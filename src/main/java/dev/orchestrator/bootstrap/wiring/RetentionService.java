package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.out.postgres.PostgresIdempotencyKeys;
import dev.orchestrator.application.KeyRetention;
import dev.orchestrator.bootstrap.Role;
import dev.orchestrator.bootstrap.Service;
import dev.orchestrator.bootstrap.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Forgets what nobody needs any more, beside the reaper. */
@ApplicationScoped
class RetentionService implements Service {
    private final Deciding deciding;
    private final StoreAccess stores;
    private final Settings settings;
    private @Nullable KeyRetention keys;

    RetentionService(Deciding deciding, StoreAccess stores, Settings settings) {
        this.deciding = deciding;
        this.stores = stores;
        this.settings = settings;
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
        KeyRetention created = new KeyRetention(
                deciding.loop(), new PostgresIdempotencyKeys(stores.postgres()), settings.idempotencyRetention());
        created.start();
        keys = created;
    }

    @Override
    public void drain() {
        if (keys != null) {
            Waits.of(keys.stop(), "forgetting old request keys did not stop");
        }
    }

    @Override
    public void stop() {
        keys = null;
    }
}
