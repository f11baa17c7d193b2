package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a request of a config. */
final class RequestReader {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(86_400);

    private final JsonForm json;

    RequestReader(JsonForm json) {
        this.json = json;
    }

    HttpQuery read(TaskContext task, WebUrl url, Expected expected) throws InvalidConfig {
        String method = method(task);
        Object body = task.config().get("body");
        Map<String, List<String>> headers = RequestHeaders.read(task.config().get("headers"));
        headers.putIfAbsent("idempotency-key", List.of(task.idempotencyKey()));
        headers.putIfAbsent("user-agent", List.of("workflow-orchestrator"));
        headers.putIfAbsent("accept", List.of("application/json, */*;q=0.8"));
        task.traceparent().ifPresent(trace -> headers.putIfAbsent("traceparent", List.of(trace)));
        if (body != null) {
            headers.putIfAbsent("content-type", List.of(contentType(body)));
        }
        return new HttpQuery(
                method,
                url,
                headers,
                text(body),
                timeout(task),
                HttpQuery.Reach.GUARDED,
                SAFE.contains(method) && !expected.holdsAnyRedirect());
    }

    /** Never longer than the attempt has. */
    static Duration timeout(TaskContext task) throws InvalidConfig {
        Duration left = Duration.between(task.clock().instant(), task.deadline());
        if (!Config.of(task).has("timeout_seconds")) {
            return left;
        }
        BigDecimal seconds = Config.of(task)
                .number("timeout_seconds")
                .filter(number -> number.signum() > 0 && number.compareTo(LONGEST_SECONDS) <= 0)
                .orElseThrow(() -> new InvalidConfig(
                        "'timeout_seconds' must be a number above 0 and not above " + LONGEST_SECONDS));
        Duration wished =
                Duration.ofMillis(Math.max(1, seconds.movePointRight(3).longValue()));
        return wished.compareTo(left) < 0 ? wished : left;
    }

    private static String method(TaskContext task) throws InvalidConfig {
        String method = Config.of(task).text("method").orElse("GET").strip().toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method)) {
            throw new InvalidConfig("'method' must be one of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS");
        }
        return method;
    }

    private Optional<String> text(@Nullable Object body) {
        return Optional.ofNullable(body)
                .map(present ->
                        present instanceof String text ? text : json.write().apply(present));
    }

    private static String contentType(Object body) {
        return body instanceof String ? "text/plain; charset=utf-8" : "application/json";
    }
}
