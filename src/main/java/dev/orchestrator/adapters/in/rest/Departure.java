package dev.orchestrator.adapters.in.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Whether this process is about to stop serving. While it is, requests are answered as ever, but each connection is closed
 * behind its answer and the process is not ready: who comes again finds another, and nobody is cut off in mid-request.
 */
@Singleton
public class Departure {
    private volatile boolean underWay;

    public void begin() {
        underWay = true;
    }

    boolean isUnderWay() {
        return underWay;
    }

    void onApiPort(@Observes Router router) {
        router.route().order(PlainAnswer.EARLY - 1).handler(this::tell);
    }

    private void tell(RoutingContext context) {
        if (underWay && context.request().version() == HttpVersion.HTTP_1_1) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(ended -> context.request().connection().close());
        }
        context.next();
    }
}
