package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.Json;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer of a route that is no part of the API proper: health, metrics, unknown paths. */
record PlainAnswer(int status, String mediaType, String body, Map<String, String> headers) {
    static final String JSON = "application/json";
    /** Before the routes that Quarkus adds for the same path. */
    static final int EARLY = -100;

    PlainAnswer(int status, String mediaType, String body) {
        this(status, mediaType, body, Map.of());
    }

    static PlainAnswer json(int status, Map<String, Object> tree) {
        return new PlainAnswer(status, JSON, Json.write(tree));
    }

    static PlainAnswer refused(Refusal refusal) {
        return new PlainAnswer(refusal.status(), Refusal.MEDIA_TYPE, Json.write(refusal.document()), refusal.headers());
    }

    void send(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status);
        response.putHeader(HttpHeaders.CONTENT_TYPE, mediaType);
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.forEach(response::putHeader);
        if (context.request().method().equals(HttpMethod.HEAD)) {
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(length))
                    .end();
        } else {
            response.end(body);
        }
    }
}
