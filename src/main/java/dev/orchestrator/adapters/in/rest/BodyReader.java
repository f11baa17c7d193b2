package dev.orchestrator.adapters.in.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reads one request body, never keeping more than the limit.
 *
 * <p>A client that sends too much is let finish, within reason, without keeping what it sends: most clients read the
 * answer only when they have sent everything.
 */
final class BodyReader {
    private static final int PATIENCE = 16;

    private final HttpServerRequest request;
    private final int limit;
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private final Buffer kept = Buffer.buffer();
    private long seen;

    private BodyReader(HttpServerRequest request, int limit) {
        this.request = request;
        this.limit = limit;
    }

    /** Completes with the body, empty when there is none, or fails with {@link RequestRefused}. */
    static CompletionStage<byte[]> read(HttpServerRequest request, int limit) {
        return new BodyReader(request, limit).read();
    }

    private CompletionStage<byte[]> read() {
        long announced = announcedLength();
        boolean asks = "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
        if (announced > (asks ? limit : (long) PATIENCE * limit)) {
            refuse();
        } else if (request.isEnded()) {
            done.complete(new byte[0]);
        } else {
            if (asks) {
                request.response().writeContinue();
            }
            listen();
        }
        return done;
    }

    private void listen() {
        request.handler(this::take);
        request.endHandler(end -> finish());
        request.exceptionHandler(cut -> done.completeExceptionally(cutOff().asException()));
        request.resume();
    }

    private void take(Buffer chunk) {
        seen += chunk.length();
        if (seen <= limit) {
            kept.appendBuffer(chunk);
        } else if (seen > (long) PATIENCE * limit) {
            refuse();
        }
    }

    private void finish() {
        if (seen > limit) {
            done.completeExceptionally(tooLong().asException());
        } else {
            done.complete(kept.getBytes());
        }
    }

    /** What is still to come is not read, so the connection cannot serve another request. */
    private void refuse() {
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().endHandler(end -> request.connection().close());
        }
        done.completeExceptionally(tooLong().withHeader("Connection", "close").asException());
    }

    /** The client went away, or its chunks make no sense; most often nobody reads this answer. */
    private static Refusal cutOff() {
        return Refusal.of(ErrorCode.BAD_REQUEST, "The body did not arrive whole");
    }

    private Refusal tooLong() {
        return Refusal.of(ErrorCode.LIMIT_EXCEEDED, "The body is longer than " + limit + " bytes")
                .withContext("limit_bytes", limit);
    }

    private long announcedLength() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw Refusal.of(ErrorCode.BAD_REQUEST, "Content-Length is not a number")
                    .asException();
        }
    }
}
