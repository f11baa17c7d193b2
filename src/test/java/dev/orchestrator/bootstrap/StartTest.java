package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.bootstrap.embedded.Store;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start decides before anything is started. */
class StartTest {
    private static final Set<Role> ALL = EnumSet.allOf(Role.class);
    private static final String DATABASE = "postgresql://u:p@h/d";
    private static final String REDIS = "redis://h";

    @Test
    void whatIsNotConfiguredIsEmbedded() {
        assertThat(plan(ALL, Map.of()).embedded()).containsExactly(Store.POSTGRES, Store.REDIS);
        assertThat(plan(ALL, Map.of("DATABASE_URL", DATABASE)).embedded()).containsExactly(Store.REDIS);
        assertThat(plan(ALL, Map.of("REDIS_URL", REDIS)).embedded()).containsExactly(Store.POSTGRES);
        assertThat(plan(ALL, Map.of("QUARKUS_REDIS_HOSTS", REDIS)).embedded()).containsExactly(Store.POSTGRES);
        StorePlan both = plan(ALL, Map.of("DATABASE_URL", DATABASE, "REDIS_URL", REDIS));
        assertThat(both.embedded()).isEmpty();
        assertThat(both.configured()).containsEntry("quarkus.redis.hosts", "redis://h:6379/0");
    }

    @Test
    void aWorkerNeedsRedisAlone() {
        Set<Role> worker = Set.of(Role.WORKER);
        assertThat(plan(worker, Map.of("REDIS_URL", REDIS)).embedded()).isEmpty();
        assertThatThrownBy(() -> plan(worker, Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("Set REDIS_URL");
        assertThatThrownBy(() -> plan(Set.of(Role.API), Map.of("REDIS_URL", REDIS)))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("Set DATABASE_URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.9", "localhost", "::1"})
    void onLoopbackNoKeyIsNeeded(String host) {
        assertThatCode(() -> Exposure.check(host, false, false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
    void beyondLoopbackKeysAreNeeded(String host) {
        assertThatThrownBy(() -> Exposure.check(host, false, false))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("WORKFLOW_API_KEYS")
                .hasMessageContaining("--insecure");
        assertThatCode(() -> Exposure.check(host, true, false)).doesNotThrowAnyException();
        assertThatCode(() -> Exposure.check(host, false, true)).doesNotThrowAnyException();
    }

    @Test
    void dataLivesWhereItsOwnerMayWrite() {
        assertThat(new Environment(Map.of(), Map.of("user.name", "root", "user.home", "/root")).dataDirectory())
                .isEqualTo(Path.of("/var/lib/workflow-orchestrator"));
        Map<String, String> ann = Map.of("user.name", "ann", "user.home", "/home/ann");
        assertThat(new Environment(Map.of(), ann).dataDirectory())
                .isEqualTo(Path.of("/home/ann/.local/share/workflow-orchestrator"));
        assertThat(new Environment(Map.of("XDG_DATA_HOME", "/d"), ann).dataDirectory())
                .isEqualTo(Path.of("/d/workflow-orchestrator"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a$b", "${HOME}", "$${x}", "back\\$slash", "a,b", "$"})
    void aPasswordReachesTheClientUnchanged(String password) {
        Map<String, String> settings = Map.of("password", EngineProperties.literal(password));
        assertThat(new SmallRyeConfigBuilder()
                        .addDefaultInterceptors()
                        .withSources(new PropertiesConfigSource(settings, "test", 1))
                        .build()
                        .getRawValue("password"))
                .isEqualTo(password);
    }

    private static StorePlan plan(Set<Role> roles, Map<String, String> variables) {
        return StorePlan.of(roles, new Environment(variables, Map.of()));
    }
}
