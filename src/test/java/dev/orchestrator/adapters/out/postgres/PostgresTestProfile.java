package dev.orchestrator.adapters.out.postgres;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Boots on real PostgreSQL and without Redis. */
public class PostgresTestProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.redis.active", "false",
                // Never dialled: without the launcher no service starts.
                "quarkus.redis.hosts", "redis://127.0.0.1:1",
                "quarkus.arc.exclude-types", "dev.orchestrator.bootstrap.Launcher");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(PostgresTestResource.class));
    }
}
