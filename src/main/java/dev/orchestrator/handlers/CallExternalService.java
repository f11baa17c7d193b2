package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls a service over HTTP: {@code url, method, headers, body} → {@code {status_code, url, headers, data, response}}.
 *
 * <p>In a simulation it answers by itself for {@linkplain ReservedHosts reserved hosts}, see {@link SimulatedService};
 * a host whose name begins with {@code slow} takes ten seconds, for trying out timeouts. Real calls are not there yet:
 * everything else fails for good with {@code HTTP_CALLS_NOT_AVAILABLE}.
 */
public final class CallExternalService implements TaskHandler {
    private static final String DEFAULT_URL = "https://api.example.com/";
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final Latency latency;

    public CallExternalService(Latency latency) {
        this.latency = latency;
    }

    @Override
    public String name() {
        return "call_external_service";
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        Optional<String> given = Config.of(task).text("url").map(String::strip);
        if (given.isEmpty() && task.simulation().isEmpty()) {
            return TaskResult.permanent("INVALID_CONFIG", "'url' is missing").asStage();
        }
        URI url = parse(given.orElse(DEFAULT_URL));
        if (url == null) {
            return TaskResult.permanent("INVALID_CONFIG", "'url' is not an http or https URL: " + given.orElse(""))
                    .asStage();
        }
        return task.simulation().isPresent() && ReservedHosts.contain(url.getHost())
                ? simulated(task, url)
                : notAvailable(task, url);
    }

    private CompletionStage<TaskResult> simulated(TaskContext task, URI url) {
        return SimulatedFailure.or(
                task, () -> answered(task, url).thenApply(passed -> SimulatedService.answer(task, url)));
    }

    private CompletionStage<@Nullable Void> answered(TaskContext task, URI url) {
        return url.getHost().startsWith("slow") ? task.pause(SLOW) : latency.pass(task);
    }

    private static CompletionStage<TaskResult> notAvailable(TaskContext task, URI url) {
        String why = task.simulation().isPresent()
                ? "a simulation answers only for example.com, *.example, *.test, *.service and this machine"
                : "the execution is not simulated";
        return TaskResult.permanent(
                        "HTTP_CALLS_NOT_AVAILABLE",
                        "This release makes no real HTTP calls yet, and " + why + ": " + url.getHost())
                .asStage();
    }

    private static @Nullable URI parse(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            return web && url.getHost() != null ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
