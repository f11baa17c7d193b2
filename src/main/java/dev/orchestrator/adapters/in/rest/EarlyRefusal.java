package dev.orchestrator.adapters.in.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Refuses a request whose body nobody wants to read. */
final class EarlyRefusal {
    /** What is shorter costs less to take and drop than a new connection does. */
    private static final Pattern SHORT = Pattern.compile("\\d{1,4}");

    private EarlyRefusal() {}

    /** A connection on which much is still to come cannot serve another request; HTTP/2 has streams for that. */
    static void send(RoutingContext context, Refusal refusal) {
        HttpServerRequest request = context.request();
        if (!request.isEnded()) {
            if (request.version() != HttpVersion.HTTP_2 && !isShort(request)) {
                context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            request.resume();
        }
        PlainAnswer.refused(refusal).send(context);
    }

    /** Who waits for leave to send may send nothing at all. */
    private static boolean isShort(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return !request.headers().contains(HttpHeaders.EXPECT)
                && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                && (length == null || SHORT.matcher(length).matches());
    }
}
