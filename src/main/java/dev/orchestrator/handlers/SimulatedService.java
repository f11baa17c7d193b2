package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskResult;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Answers HTTP calls in a simulation: status 200 and {@linkplain SimulatedData data by the path}, the same for the same
 * URL. The request's headers come back as {@code x-echo-…}, so that a pipeline's templates can be checked; what looks
 * like a credential does not.
 */
final class SimulatedService {
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "x-auth-token");

    private SimulatedService() {}

    static TaskResult answer(TaskContext task, URI url) {
        Map<String, Object> data = SimulatedData.at(url);
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("status_code", 200);
        output.put("url", url.toString());
        output.put("headers", headers(task));
        output.put("data", data);
        output.put("response", data);
        return TaskResult.done(output);
    }

    private static Map<String, Object> headers(TaskContext task) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("x-simulated", "true");
        headers.put("x-echo-method", Config.of(task).text("method").orElse("GET"));
        if (task.config().get("headers") instanceof Map<?, ?> sent) {
            sent.forEach((name, value) -> echo(String.valueOf(name).toLowerCase(Locale.ROOT), value, headers));
        }
        return headers;
    }

    private static void echo(String name, Object value, Map<String, Object> headers) {
        headers.put("x-echo-" + name, CREDENTIALS.contains(name) ? "***" : String.valueOf(value));
    }
}
