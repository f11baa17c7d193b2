package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.in.rest.ApiKeys.ApiKey;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Stands before everything on the API port and asks for a key, once keys are configured. */
@Singleton
class AccessGuard {
    /** Before every other route. */
    private static final int FIRST = -1_000;

    private static final String KEY_HEADER = "X-API-Key";
    private static final String BEARER = "bearer ";
    private static final int LONGEST_KEY = 1_024;

    private final ApiKeys keys;

    AccessGuard(ApiKeys keys) {
        this.keys = keys;
    }

    void onApiPort(@Observes Router router) {
        if (!keys.areNone()) {
            router.route().order(FIRST).handler(this::judge);
        }
    }

    private void judge(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<KeyScope> needed = Access.neededFor(request.method().name(), request.path());
        if (needed.isEmpty()) {
            context.next();
            return;
        }
        Optional<ApiKey> key = presented(request).flatMap(keys::find);
        if (key.isEmpty()) {
            EarlyRefusal.send(context, unauthorized(request));
        } else if (!key.get().scope().holds(needed.get())) {
            EarlyRefusal.send(context, forbidden(key.get(), needed.get()));
        } else {
            new Caller(key.get().name()).sent(context);
            context.next();
        }
    }

    private static Optional<String> presented(HttpServerRequest request) {
        String authorization = header(request, HttpHeaders.AUTHORIZATION.toString());
        boolean isBearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        String key = isBearer ? authorization.substring(BEARER.length()) : header(request, KEY_HEADER);
        return Optional.of(key.strip()).filter(text -> !text.isEmpty() && text.length() <= LONGEST_KEY);
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    private static Refusal unauthorized(HttpServerRequest request) {
        boolean given = presented(request).isPresent();
        return Refusal.of(
                        ErrorCode.UNAUTHORIZED,
                        given
                                ? "The API key is not known here"
                                : "Send an API key as 'Authorization: Bearer KEY' or as '" + KEY_HEADER + ": KEY'")
                .withHeader("WWW-Authenticate", "Bearer realm=\"workflow-orchestrator\"");
    }

    private static Refusal forbidden(ApiKey key, KeyScope needed) {
        return Refusal.of(
                        ErrorCode.FORBIDDEN,
                        "This needs a key with the scope '" + needed.word() + "'; the key '" + key.name() + "' has '"
                                + key.scope().word() + "'")
                .withContext("scope", needed.word());
    }
}
