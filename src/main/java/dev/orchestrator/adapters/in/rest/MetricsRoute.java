package dev.orchestrator.adapters.in.rest;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Lets Prometheus read the metrics on the API port too; on the management port Quarkus serves them. */
@Singleton
class MetricsRoute {
    private final PrometheusMeterRegistry registry;

    MetricsRoute(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    void onApiPort(@Observes Router router) {
        router.route("/metrics")
                .order(PlainAnswer.EARLY)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .blockingHandler(this::scrape, false);
    }

    private void scrape(RoutingContext context) {
        String form = TextFormat.chooseContentType(context.request().getHeader(HttpHeaders.ACCEPT));
        new PlainAnswer(200, form, registry.scrape(form)).send(context);
    }
}
