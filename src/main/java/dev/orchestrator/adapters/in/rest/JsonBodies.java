package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.adapters.json.JsonRefused;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads JSON bodies: short ones where they arrive, on the event loop, long ones on a worker thread. */
@Singleton
class JsonBodies {
    private final Vertx vertx;
    private final RestSettings settings;
    private final Json json;

    JsonBodies(Vertx vertx, RestSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.json = new Json(settings.jsonDepth());
    }

    /** Reads a body that must be there and goes on with its value, on the thread that parsed it. */
    <T> CompletionStage<T> required(HttpServerRequest request, Function<@Nullable Object, CompletionStage<T>> then) {
        return read(request, bytes -> then.apply(parse(bytes)));
    }

    /** The same, with an empty object when there is no body. */
    <T> CompletionStage<T> optional(HttpServerRequest request, Function<@Nullable Object, CompletionStage<T>> then) {
        return read(request, bytes -> then.apply(bytes.length == 0 ? Map.of() : parse(bytes)));
    }

    private <T> CompletionStage<T> read(HttpServerRequest request, Function<byte[], CompletionStage<T>> then) {
        return BodyReader.read(request, settings.bodyBytes()).thenCompose(bytes -> {
            if (bytes.length > 0) {
                checkType(request);
            }
            return place(bytes.length, () -> then.apply(bytes));
        });
    }

    private <T> CompletionStage<T> place(int size, Supplier<CompletionStage<T>> work) {
        return size <= settings.offLoopBytes()
                ? work.get()
                : vertx.executeBlocking(work::get, false).toCompletionStage().thenCompose(Function.identity());
    }

    private static void checkType(HttpServerRequest request) {
        MediaTypes.refusalOf(request.getHeader(HttpHeaders.CONTENT_TYPE)).ifPresent(refusal -> {
            throw refusal.asException();
        });
    }

    private @Nullable Object parse(byte[] bytes) {
        try {
            return json.parse(bytes);
        } catch (JsonRefused e) {
            throw Refusals.of(e).asException();
        }
    }
}
