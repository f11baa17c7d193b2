package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.execution.RequestKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code Idempotency-Key} of a request. Two requests are the same when their method, path, way of starting and
 * body are; how the body is spaced and in which order its members come makes no difference, nor does how long the client
 * waits.
 */
final class RequestKeys {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";
    private static final Pattern KEY = Pattern.compile("[!-~](?:[ -~]{0,253}[!-~])?");

    private RequestKeys() {}

    /** Null when the request names none. Throws for one that no store could hold. */
    static @Nullable RequestKey of(RoutingContext context, boolean starts, @Nullable Object body) {
        HttpServerRequest request = context.request();
        List<String> given = request.headers().getAll(HEADER);
        if (given.isEmpty()) {
            return null;
        }
        String key = given.get(0).strip();
        if (given.size() > 1 || !KEY.matcher(key).matches()) {
            throw Refusal.of(
                            ErrorCode.BAD_REQUEST,
                            "The header " + HEADER + " must stand once, with 1 to 255 printable ASCII characters")
                    .withContext("header", HEADER)
                    .asException();
        }
        String asked = request.method() + " " + request.path() + " " + starts + "\n" + Json.write(inOrder(body));
        return new RequestKey(Caller.of(context).name(), key, HexFormat.of().formatHex(Sha256.of(asked)));
    }

    /** The same value with its members in the order of their names. As deep as a body may be. */
    private static @Nullable Object inOrder(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((name, member) -> sorted.put(String.valueOf(name), inOrder(member)));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(RequestKeys::inOrder).collect(Collectors.toCollection(ArrayList::new))
                : value;
    }

    static Refusal reused() {
        return Refusal.of(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "This " + HEADER + " was used for another request; take a new key for each")
                .withContext("header", HEADER);
    }
}
