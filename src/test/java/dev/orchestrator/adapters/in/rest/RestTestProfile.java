package dev.orchestrator.adapters.in.rest;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** Boots the API alone: no store is asked for, the use cases are answered by {@link FakeEngine}. */
public class RestTestProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.datasource.active", "false",
                "quarkus.hibernate-orm.active", "false",
                "quarkus.flyway.active", "false",
                "quarkus.redis.active", "false",
                // Never dialled: without the launcher no service starts.
                "quarkus.redis.hosts", "redis://127.0.0.1:1",
                "quarkus.arc.exclude-types", "dev.orchestrator.bootstrap.Launcher",
                "workflow.events.heartbeat", "100ms",
                "workflow.events.write-stall", "300ms",
                // Tests ask as fast as they can; RateLimitTest switches it on.
                "workflow.rate-limit.enabled", "false");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(
                FakeEngine.class,
                FakeEvents.class,
                FakeCatalog.class,
                FakeLetters.class,
                FakeBreakers.class,
                FakeQuarantine.class,
                FakePulses.class,
                FakeExplanations.class);
    }
}
