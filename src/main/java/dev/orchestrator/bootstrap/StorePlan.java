package dev.orchestrator.bootstrap;

import dev.orchestrator.bootstrap.embedded.Store;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which stores are configured and which have to be embedded; each by itself. */
record StorePlan(Set<Store> embedded, Map<String, String> configured) {

    static StorePlan of(Set<Role> roles, Environment environment) {
        Set<Store> embedded = EnumSet.noneOf(Store.class);
        Map<String, String> configured = new HashMap<>();
        if (roles.stream().anyMatch(Role::needsDatabase)) {
            environment
                    .variable(DatabaseUrl.VARIABLE)
                    .ifPresentOrElse(
                            url -> configured.putAll(DatabaseUrl.properties(url)),
                            () -> embedUnless(
                                    environment, "quarkus.datasource.reactive.url", Store.POSTGRES, embedded));
        }
        environment
                .variable(RedisUrl.VARIABLE)
                .ifPresentOrElse(
                        url -> configured.putAll(RedisUrl.properties(url)),
                        () -> embedUnless(environment, "quarkus.redis.hosts", Store.REDIS, embedded));
        refuseUnshared(roles, embedded);
        return new StorePlan(embedded, configured);
    }

    private static void embedUnless(Environment environment, String setting, Store store, Set<Store> embedded) {
        if (environment.setting(setting).isEmpty()) {
            embedded.add(store);
        }
    }

    /** A process with some of the roles works with others, which could not reach its embedded stores. */
    private static void refuseUnshared(Set<Role> roles, Set<Store> embedded) {
        if (!embedded.isEmpty() && roles.size() < Role.values().length) {
            throw new StartRefused(
                    "Set " + (embedded.contains(Store.POSTGRES) ? DatabaseUrl.VARIABLE : RedisUrl.VARIABLE)
                            + ": a process with only some of the roles shares its stores with others.");
        }
    }

    static Map<String, String> urls(Map<Store, String> urls) {
        Map<String, String> properties = new HashMap<>();
        urls.forEach((store, url) ->
                properties.putAll(store == Store.POSTGRES ? DatabaseUrl.properties(url) : RedisUrl.properties(url)));
        return properties;
    }
}
