package dev.orchestrator.adapters.in.rest;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers what no resource, route or file serves, and what the HTTP layer cannot read, with a problem document. */
@Singleton
class UnknownPaths {
    void onApiPort(@Observes Router router) {
        router.route().order(Integer.MAX_VALUE - 1).handler(UnknownPaths::unknown);
        router.errorHandler(400, UnknownPaths::unreadable);
    }

    private static void unknown(RoutingContext context) {
        String path = context.request().path();
        Refusal refusal = Refusal.of(ErrorCode.NOT_FOUND, "There is nothing at this path; /docs lists what there is")
                .withContext("path", path);
        PlainAnswer.refused(refusal).send(context);
    }

    private static void unreadable(RoutingContext context) {
        PlainAnswer.refused(Refusal.of(ErrorCode.BAD_REQUEST, ErrorCode.BAD_REQUEST.title()))
                .send(context);
    }
}
