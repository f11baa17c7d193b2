package dev.orchestrator.adapters.in.rest;

import io.quarkus.vertx.http.ManagementInterface;
import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The health of this process: on the API port for clients, on the management port in every role. */
@Singleton
class HealthRoutes {
    private final Health health;
    private final SmallRyeHealthReporter reporter;
    private final String version;

    HealthRoutes(
            Health health,
            SmallRyeHealthReporter reporter,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.health = health;
        this.reporter = reporter;
        this.version = version;
    }

    /** The management port has the probes already, by Quarkus itself. */
    void onManagementPort(@Observes ManagementInterface management) {
        get(
                management.router(),
                "/health",
                Uni.createFrom().deferred(health::check).map(this::report));
    }

    void onApiPort(@Observes Router router) {
        get(router, "/health", Uni.createFrom().deferred(health::check).map(this::report));
        get(
                router,
                "/health/live",
                Uni.createFrom().deferred(reporter::getLivenessAsync).map(HealthRoutes::probe));
        get(
                router,
                "/health/ready",
                Uni.createFrom().deferred(reporter::getReadinessAsync).map(HealthRoutes::probe));
        get(
                router,
                "/health/started",
                Uni.createFrom().deferred(reporter::getStartupAsync).map(HealthRoutes::probe));
    }

    private static void get(Router router, String path, Uni<PlainAnswer> answer) {
        router.route(path)
                .order(PlainAnswer.EARLY)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> serve(context, answer));
    }

    private static void serve(RoutingContext context, Uni<PlainAnswer> answer) {
        answer.subscribe().with(found -> found.send(context), context::fail);
    }

    private PlainAnswer report(Map<String, Boolean> stores) {
        boolean healthy = !stores.containsValue(false);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("status", healthy ? "healthy" : "degraded");
        tree.put("timestamp", Instant.now().toString());
        tree.put("version", version);
        Map<String, String> dependencies = new LinkedHashMap<>();
        stores.forEach((name, beats) -> dependencies.put(name, beats ? "healthy" : "unhealthy"));
        tree.put("dependencies", dependencies);
        return PlainAnswer.json(healthy ? 200 : 503, tree);
    }

    private static PlainAnswer probe(SmallRyeHealth health) {
        return new PlainAnswer(
                health.isDown() ? 503 : 200,
                PlainAnswer.JSON,
                health.getPayload().toString());
    }
}
