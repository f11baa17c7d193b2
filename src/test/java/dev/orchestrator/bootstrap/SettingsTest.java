package dev.orchestrator.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.orchestrator.bootstrap.SettingsReference.Entry;
import dev.orchestrator.defects.Defect;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting is documented, has a default or is optional, is read, and can be given by the environment. */
class SettingsTest {
    private static final JavaClasses ENGINE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.orchestrator");

    static Stream<Entry> entries() {
        return SettingsReference.read().stream();
    }

    @Test
    void theFileAndTheMappingNameTheSameKeys() {
        assertThat(entries().map(Entry::key))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(keys(Settings.class, "workflow"));
        assertThat(entries()).allSatisfy(entry -> {
            assertThat(entry.meaning()).as(entry.key()).endsWith(".");
            assertThat(entry.group()).as(entry.key()).isNotEmpty();
        });
    }

    @Test
    @Defect("Settings that nothing reads")
    void everySettingIsRead() {
        List<String> unread = new ArrayList<>();
        for (JavaClass type : ENGINE) {
            if (type.isEquivalentTo(Settings.class) || type.getName().startsWith(Settings.class.getName() + "$")) {
                type.getMethods().stream()
                        .filter(method -> !isRead(method))
                        .forEach(method -> unread.add(method.getFullName()));
            }
        }
        assertThat(unread).isEmpty();
    }

    private static boolean isRead(JavaMethod method) {
        return method.getAccessesToSelf().stream()
                .map(JavaCodeUnitAccess::getOriginOwner)
                .anyMatch(reader -> !reader.isEquivalentTo(SettingsCheck.class));
    }

    /** Whatever kind of value a key takes, a variable of its name gives it. */
    @ParameterizedTest
    @MethodSource("entries")
    void aVariableSetsIt(Entry entry) {
        SmallRyeConfig config =
                sources(Map.of(entry.variable(), "set-by-the-test")).build();
        assertThat(config.getRawValue(entry.key())).isEqualTo("set-by-the-test");
    }

    @ParameterizedTest
    @CsvSource({
        "WORKER_BATCH_SIZE, 7",
        "WORKER_ENABLE_DELAYS, false",
        "DLQ_MAX_RETRIES, 9",
        "WORKER_BACKOFF_BASE_SECONDS, 3",
        "WORKER_BACKOFF_MAX_SECONDS, 90",
        "WORKER_BACKOFF_JITTER_MAX, 0.25",
        "REAPER_CHECK_INTERVAL_SECONDS, 11",
        "REAPER_MIN_IDLE_SECONDS, 40",
        "RATE_LIMIT_ENABLED, false",
        "RATE_LIMIT_REQUESTS_PER_MINUTE, 42",
        "CIRCUIT_BREAKER_ENABLED, false",
        "CIRCUIT_BREAKER_FAILURE_THRESHOLD, 7",
        "CIRCUIT_BREAKER_RECOVERY_TIMEOUT, 30",
        "CIRCUIT_BREAKER_RECOVERY_TIMEOUT_SECONDS, 20",
        "CIRCUIT_BREAKER_HALF_OPEN_MAX_CALLS, 3",
    })
    void theOriginalsNamesMeanTheSame(String name, String value) {
        Map<String, Function<Settings, Object>> read = Map.ofEntries(
                Map.entry("WORKER_BATCH_SIZE", Settings::concurrency),
                Map.entry("WORKER_ENABLE_DELAYS", Settings::simulateDelays),
                Map.entry("DLQ_MAX_RETRIES", settings -> settings.retry().maxAttempts()),
                Map.entry("WORKER_BACKOFF_BASE_SECONDS", settings -> settings.retry()
                        .backoff()),
                Map.entry("WORKER_BACKOFF_MAX_SECONDS", settings -> settings.retry()
                        .maxBackoff()),
                Map.entry("WORKER_BACKOFF_JITTER_MAX", settings -> settings.retry()
                        .jitter()),
                Map.entry("REAPER_CHECK_INTERVAL_SECONDS", settings -> settings.reaper()
                        .interval()),
                Map.entry("CIRCUIT_BREAKER_ENABLED", settings -> settings.circuitBreaker()
                        .enabled()),
                Map.entry("CIRCUIT_BREAKER_FAILURE_THRESHOLD", settings -> settings.circuitBreaker()
                        .failureThreshold()),
                Map.entry("CIRCUIT_BREAKER_RECOVERY_TIMEOUT", settings -> settings.circuitBreaker()
                        .recovery()),
                Map.entry("CIRCUIT_BREAKER_RECOVERY_TIMEOUT_SECONDS", settings -> settings.circuitBreaker()
                        .recovery()),
                Map.entry("CIRCUIT_BREAKER_HALF_OPEN_MAX_CALLS", settings -> settings.circuitBreaker()
                        .halfOpenProbes()),
                Map.entry("RATE_LIMIT_ENABLED", settings -> settings.rateLimit().enabled()),
                Map.entry("RATE_LIMIT_REQUESTS_PER_MINUTE", settings -> settings.rateLimit()
                        .requestsPerMinute()),
                Map.entry("REAPER_MIN_IDLE_SECONDS", Settings::lease));
        assertThat(read.keySet()).isEqualTo(aliases());
        Object seen = read.get(name).apply(settings(Map.of(name, value)));
        assertThat(seen instanceof Duration time ? String.valueOf(time.toSeconds()) : seen.toString())
                .isEqualTo(value);
    }

    private static java.util.Set<String> aliases() {
        java.util.Set<String> names = new java.util.HashSet<>();
        entries().map(Entry::aliases).forEach(names::addAll);
        return names;
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        Settings settings = settings(Map.of());
        SettingsCheck.check(settings);
        assertThat(settings.retry().maxAttempts()).isEqualTo(4);
        assertThat(settings.retry().backoff()).hasSeconds(1);
        assertThat(settings.retry().maxBackoff()).hasSeconds(30);
        assertThat(settings.retry().jitter()).isEqualTo(0.5);
        assertThat(settings.lease()).hasSeconds(25);
        assertThat(settings.reaper().interval()).hasSeconds(5);
        assertThat(settings.timeouts().node()).hasSeconds(60);
        assertThat(settings.timeouts().queue()).hasSeconds(900);
        assertThat(settings.timeouts().execution()).hasHours(24);
        assertThat(settings.circuitBreaker().enabled()).isTrue();
        assertThat(settings.circuitBreaker().failureThreshold()).isEqualTo(5);
        assertThat(settings.circuitBreaker().recovery()).hasSeconds(60);
        assertThat(settings.circuitBreaker().halfOpenProbes()).isEqualTo(2);
        assertThat(settings.rateLimit().enabled()).isTrue();
        assertThat(settings.rateLimit().requestsPerMinute()).isEqualTo(300);
        assertThat(settings.trustedProxies()).isEmpty();
        assertThat(settings.latency().external().least()).hasSeconds(1);
        assertThat(settings.latency().llm().most()).hasMillis(2_500);
    }

    @ParameterizedTest
    @CsvSource({
        "WORKER_BATCH_SIZE, 0, workflow.concurrency (WORKER_BATCH_SIZE)",
        "WORKFLOW_SHARDS, 0, workflow.shards",
        "WORKFLOW_LANES, -1, workflow.lanes",
        "DLQ_MAX_RETRIES, 0, workflow.retry.max-attempts (DLQ_MAX_RETRIES)",
        "WORKER_BACKOFF_BASE_SECONDS, -1, workflow.retry.backoff (WORKER_BACKOFF_BASE_SECONDS)",
        "WORKER_BACKOFF_JITTER_MAX, 2, workflow.retry.jitter (WORKER_BACKOFF_JITTER_MAX)",
        "REAPER_MIN_IDLE_SECONDS, 0, workflow.lease (REAPER_MIN_IDLE_SECONDS)",
        "REAPER_CHECK_INTERVAL_SECONDS, 0, workflow.reaper.interval (REAPER_CHECK_INTERVAL_SECONDS)",
        "WORKFLOW_TIMEOUTS_NODE, 0s, workflow.timeouts.node",
        "WORKFLOW_LIMITS_BODY, 0, workflow.limits.body",
        "WORKFLOW_LIMITS_OUTPUT, 2000000000, workflow.limits.output",
        "WORKFLOW_LIMITS_DEPTH, 1000, workflow.limits.depth",
        "CIRCUIT_BREAKER_FAILURE_THRESHOLD, 0, workflow.circuit-breaker.failure-threshold (CIRCUIT_BREAKER_FAILURE",
        "CIRCUIT_BREAKER_RECOVERY_TIMEOUT, 0, workflow.circuit-breaker.recovery (CIRCUIT_BREAKER_RECOVERY_TIMEOUT)",
        "CIRCUIT_BREAKER_HALF_OPEN_MAX_CALLS, 101, workflow.circuit-breaker.half-open-probes (CIRCUIT_BREAKER_HALF",
        "WORKFLOW_LATENCY_LLM_LEAST, 5s, workflow.latency.llm.least",
        "RATE_LIMIT_REQUESTS_PER_MINUTE, 0, workflow.rate-limit.requests-per-minute (RATE_LIMIT_REQUESTS_PER_MINUTE)",
        "RATE_LIMIT_REQUESTS_PER_MINUTE, 1000001, workflow.rate-limit.requests-per-minute",
        "WORKFLOW_RATE_LIMIT_BURST, 0, workflow.rate-limit.burst",
        "WORKFLOW_TRUSTED_PROXIES, 10.0.0.0/33, workflow.trusted-proxies (WORKFLOW_TRUSTED_PROXIES) holds '10.0.0.0/33'",
    })
    void aValueThatNothingCanRunWithIsRefusedByName(String variable, String value, String named) {
        Settings settings = settings(Map.of(variable, value));
        assertThatThrownBy(() -> SettingsCheck.check(settings))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith(named);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMIT_ENABLED, ture, workflow.rate-limit.enabled",
        "CIRCUIT_BREAKER_ENABLED, 2, workflow.circuit-breaker.enabled",
        "WORKFLOW_SIMULATE, -, workflow.simulate",
        "WORKER_ENABLE_DELAYS, maybe, workflow.simulate-delays",
        "WORKFLOW_TRACING, enabled, workflow.tracing",
    })
    void aFlagThatIsNeitherIsNotTakenForFalse(String variable, String value, String named) {
        assertThatThrownBy(() -> settings(Map.of(variable, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("'" + value + "' is neither true nor false");
    }

    @Test
    void aMisspeltSettingIsNoticed() {
        Map<String, String> variables = Map.of(
                "WORKFLOW_LEASSE",
                "1s",
                "WORKFLOW_PORT",
                "1",
                "WORKFLOW_LEASE",
                "30s",
                "WORKFLOW_SECRET_TOKEN",
                "t",
                "PATH",
                "x");
        assertThat(UnknownSettings.warnings(
                        new Environment(variables, Map.of("workflow.lanse", "3", "user.name", "ann"))))
                .containsExactly(
                        "WORKFLOW_LEASSE is no setting, so it has no effect; did you mean 'WORKFLOW_LEASE'?",
                        "workflow.lanse is no setting, so it has no effect; did you mean 'workflow.lanes'?");
    }

    @Test
    void aMisspeltSettingOfTheOriginalsBreakersIsNoticed() {
        Map<String, String> variables = Map.of("CIRCUIT_BREAKER_TIMEOUT_SECONDS", "60");
        assertThat(UnknownSettings.warnings(new Environment(variables, Map.of())))
                .singleElement()
                .asString()
                .startsWith("CIRCUIT_BREAKER_TIMEOUT_SECONDS is no setting, so it has no effect; ");
    }

    @Test
    void aMisspeltSettingOfTheOriginalsLimitIsNoticed() {
        Map<String, String> variables = Map.of("RATE_LIMIT_ENABLED", "true", "RATE_LIMIT_REQUEST_PER_MINUTE", "60");
        assertThat(UnknownSettings.warnings(new Environment(variables, Map.of())))
                .containsExactly("RATE_LIMIT_REQUEST_PER_MINUTE is no setting, so it has no effect; did you mean"
                        + " 'RATE_LIMIT_REQUESTS_PER_MINUTE'?");
    }

    @Test
    void whatTheOriginalCalledItsBreakersIsKnown() {
        Map<String, String> variables =
                Map.of("CIRCUIT_BREAKER_RECOVERY_TIMEOUT", "30", "CIRCUIT_BREAKER_HALF_OPEN_MAX_CALLS", "3");
        assertThat(UnknownSettings.warnings(new Environment(variables, Map.of())))
                .isEmpty();
    }

    private static List<String> keys(Class<?> mapping, String prefix) {
        List<String> keys = new ArrayList<>();
        for (Method method : mapping.getMethods()) {
            String key =
                    prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            boolean isGroup = method.getReturnType().getEnclosingClass() == Settings.class;
            keys.addAll(isGroup ? keys(method.getReturnType(), key) : List.of(key));
        }
        return keys;
    }

    private static Settings settings(Map<String, String> variables) {
        return sources(variables)
                .withMapping(Settings.class)
                .withMappingIgnore("**")
                .build()
                .getConfigMapping(Settings.class);
    }

    private static SmallRyeConfigBuilder sources(Map<String, String> variables) {
        try {
            return new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withSources(
                            new PropertiesConfigSource(SettingsTest.class.getResource("/application.properties")),
                            new EnvConfigSource(new HashMap<>(variables), 300));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
