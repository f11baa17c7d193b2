package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.execution.RequestKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code Idempotency-Key} of a request. Two requests are the same when their method, path, way of starting and
 * body are; how the body is spaced makes no difference, nor does how long the client waits.
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
        String asked = request.method() + " " + request.path() + " " + starts + "\n" + Json.write(body);
        return new RequestKey(Caller.of(context).name(), key, sha256(asked));
    }

    static Refusal reused() {
        return Refusal.of(
                        ErrorCode.IDEMPOTENCY_KEY_REUSED,
                        "This " + HEADER + " was used for another request; take a new key for each")
                .withContext("header", HEADER);
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
