package dev.orchestrator.bootstrap;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings that the command line and the chosen roles decide, under the names the framework reads. */
final class EngineProperties {
    private EngineProperties() {}

    static Map<String, String> of(ServerOptions options, boolean embedded) {
        Map<String, String> properties = new LinkedHashMap<>();
        Set<Role> roles = options.roles();
        properties.put("workflow.roles", names(roles));
        options.host().ifPresent(host -> properties.put("quarkus.http.host", host));
        options.port().ifPresent(port -> properties.put("quarkus.http.port", Integer.toString(port.number())));
        options.managementHost().ifPresent(host -> properties.put("quarkus.management.host", host));
        options.managementPort()
                .ifPresent(port -> properties.put("quarkus.management.port", Integer.toString(port.number())));
        options.concurrency()
                .ifPresent(slots -> properties.put("workflow.concurrency", Integer.toString(slots.number())));
        options.queues().ifPresent(queues -> properties.put("workflow.queues", queues));
        options.plugins().ifPresent(directory -> properties.put("workflow.plugins", directory.toString()));
        options.simulateDelays().ifPresent(on -> properties.put("workflow.simulate-delays", on.toString()));
        options.simulate()
                .or(() -> Optional.of(true).filter(on -> embedded))
                .ifPresent(on -> properties.put("workflow.simulate", on.toString()));
        properties.putAll(roleLimits(roles));
        return properties;
    }

    /** A role opens and connects no more than it needs: a worker runs without any database. */
    private static Map<String, String> roleLimits(Set<Role> roles) {
        Map<String, String> properties = new LinkedHashMap<>();
        if (!roles.contains(Role.API)) {
            properties.put("quarkus.http.host-enabled", "false");
        }
        if (roles.stream().noneMatch(Role::needsDatabase)) {
            properties.put("quarkus.datasource.active", "false");
            properties.put("quarkus.hibernate-orm.active", "false");
        }
        return properties;
    }

    /** The tracing framework is switched by a setting of its own, which says the opposite. */
    static Map<String, String> tracing(Environment environment) {
        boolean on = environment
                .setting("workflow.tracing")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        return Map.of("quarkus.otel.sdk.disabled", Boolean.toString(!on));
    }

    private static String names(Set<Role> roles) {
        return roles.stream().map(role -> role.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }

    /** A dollar would start an expression in a setting; after a backslash it stands for itself. */
    static String literal(String value) {
        return value.replace("$", "\\$");
    }
}
