package dev.orchestrator.adapters.out.http;

import dev.orchestrator.handlers.HttpQuery;
import dev.orchestrator.handlers.HttpReply;
import dev.orchestrator.handlers.HttpReply.Unanswered;
import dev.orchestrator.handlers.WebUrl;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One call with its redirects. All steps are taken on one context; whatever ends it first wins. */
final class Exchange {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    /** All other headers of a config may hold credentials, so only these go to another server. */
    private static final Set<String> HARMLESS = Set.of("accept", "accept-language", "user-agent");

    private final HttpQuery query;
    private final Context context;
    private final HttpClient client;
    private final Guard guard;
    private final HttpLimits limits;
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private WebUrl url;
    private int redirects;
    private @Nullable HttpClientRequest current;

    Exchange(HttpQuery query, Context context, HttpClient client, Guard guard, HttpLimits limits) {
        this.query = query;
        this.context = context;
        this.client = client;
        this.guard = guard;
        this.limits = limits;
        this.url = query.url();
    }

    CompletionStage<HttpReply> start() {
        Duration timeout = query.timeout();
        long timer = context.owner()
                .setTimer(
                        Math.max(1, timeout.toMillis()),
                        passed -> context.runOnContext(now -> {
                            String message =
                                    "No answer of " + url.withoutQuery() + " within " + seconds(timeout) + " s";
                            fail(true, "HTTP_TIMEOUT", message);
                        }));
        reply.whenComplete((done, failure) -> context.owner().cancelTimer(timer));
        context.runOnContext(now -> step(this::visit));
        return reply;
    }

    /** Ends the call from any thread; its connection is closed. */
    void abort() {
        context.runOnContext(now -> fail(true, "HTTP_CANCELLED", "The call was given up"));
    }

    /** What throws in a callback would leave the call without an end until its time is over. */
    private void step(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException problem) {
            lost(problem);
        }
    }

    private void visit() {
        guard.judge(url, query.reach())
                .thenAccept(judgement -> context.runOnContext(now -> judgement
                        .refusal()
                        .ifPresentOrElse(
                                refusal -> fail(refusal.retryable(), refusal.code(), told(refusal.message())),
                                () -> step(() -> connect(judgement.addresses(), 0)))));
    }

    private String told(String refusal) {
        return redirects == 0 ? refusal : query.url().withoutQuery() + " redirects. " + refusal;
    }

    /** Nothing has been sent before a connection is there, so that another address may be tried. */
    private void connect(List<InetAddress> addresses, int index) {
        if (reply.isDone()) {
            return;
        }
        client.request(options(addresses.get(index)))
                .onSuccess(request -> step(() -> send(request)))
                .onFailure(problem -> {
                    if (index + 1 < addresses.size()) {
                        connect(addresses, index + 1);
                    } else {
                        lost(problem);
                    }
                });
    }

    private RequestOptions options(InetAddress address) {
        return new RequestOptions()
                .setMethod(HttpMethod.valueOf(query.method()))
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.target());
    }

    private void send(HttpClientRequest request) {
        if (reply.isDone()) {
            request.reset();
            return;
        }
        current = request;
        boolean home = url.hasOriginOf(query.url());
        query.headers().forEach((name, values) -> {
            if (home || HARMLESS.contains(name)) {
                request.headers().add(name, values);
            }
        });
        Optional<Buffer> body = query.body().map(Buffer::buffer);
        (body.isPresent() ? request.send(body.get()) : request.send())
                .onSuccess(response -> step(() -> read(response)))
                .onFailure(this::lost);
    }

    private void read(HttpClientResponse response) {
        String location = response.getHeader(HttpHeaders.LOCATION);
        if (query.followsRedirects() && location != null && REDIRECTS.contains(response.statusCode())) {
            // Its connection is closed next, which is no failure of the call.
            response.exceptionHandler(closed -> {});
            follow(location);
            return;
        }
        Buffer body = Buffer.buffer();
        response.exceptionHandler(this::lost);
        response.handler(part -> {
            if (part.length() > limits.response() - body.length()) {
                String message = "The answer of " + url.withoutQuery() + " is larger than " + limits.response()
                        + " bytes (workflow.http.max-response)";
                fail(false, "RESPONSE_TOO_LARGE", message);
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> reply.complete(Answers.of(response, url, body)));
    }

    private void follow(String location) {
        closeConnection();
        Optional<WebUrl> next = url.refer(location);
        if (next.isEmpty() || (url.tls() && !next.get().tls())) {
            String why = next.isEmpty() ? "what is no http or https URL" : "http, which is not encrypted";
            fail(false, "REDIRECT_REFUSED", url.withoutQuery() + " redirects to " + why);
        } else if (++redirects > HttpLimits.REDIRECTS) {
            String message = query.url().withoutQuery() + " redirects more than " + HttpLimits.REDIRECTS + " times";
            fail(false, "REDIRECT_REFUSED", message);
        } else {
            url = next.get();
            visit();
        }
    }

    private void lost(Throwable problem) {
        fail(true, "CONNECTION_FAILED", "The call of " + url.withoutQuery() + " failed: " + problem.getMessage());
    }

    private void fail(boolean retryable, String code, String message) {
        if (reply.complete(new Unanswered(retryable, code, message))) {
            closeConnection();
        }
    }

    private void closeConnection() {
        if (current != null) {
            current.reset();
            current = null;
        }
    }

    private static String seconds(Duration time) {
        return java.math.BigDecimal.valueOf(time.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
