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
                "quarkus.redis.active", "false");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(FakeEngine.class, FakePulses.class);
    }
}
