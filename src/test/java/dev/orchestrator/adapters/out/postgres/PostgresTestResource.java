package dev.orchestrator.adapters.out.postgres;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database for a Quarkus test. */
public class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable TestPostgres postgres;

    @Override
    public Map<String, String> start() {
        postgres = new TestPostgres();
        return postgres.quarkus();
    }

    @Override
    public void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }
}
