package dev.orchestrator.handlers;

import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls a service over HTTP: {@code url, method, headers, body, timeout_seconds, expect} →
 * {@code {status_code, url, headers, data, response}}.
 *
 * <ul>
 *   <li>{@code body}: text is sent as it is, everything else as JSON
 *   <li>{@code expect}: the statuses that are a success, {@code 2xx} unless it is given; see {@link Expected}
 *   <li>{@code data}, and {@code response}, which is the same: the JSON that was answered, or text where it is none
 *   <li>{@code Idempotency-Key} is the task's own, the same for every try, unless {@code headers} has one
 *   <li>redirects of GET and HEAD are followed, unless {@code expect} names a 3xx; the headers of the config go to
 *       no other server
 * </ul>
 *
 * <p>Another attempt is made after 408, 425, 429, 5xx and trouble with the network ({@code HTTP_503},
 * {@code HTTP_TIMEOUT}, {@code CONNECTION_FAILED}, {@code HOST_NOT_FOUND}), not before what {@code Retry-After} says.
 * All else fails for good: {@code HTTP_404}, {@code HOST_NOT_ALLOWED}, {@code RESPONSE_TOO_LARGE},
 * {@code REDIRECT_REFUSED}, {@code INVALID_CONFIG}.
 *
 * <p>In a simulation it answers by itself for {@linkplain ReservedHosts reserved hosts}, unless the operator has allowed
 * them, see {@link SimulatedService}; a host whose name begins with {@code slow} takes ten seconds, for trying out
 * timeouts. All other hosts are really called, in a simulation too.
 */
public final class CallExternalService implements TaskHandler {
    private static final String DEFAULT_URL = "https://api.example.com/";
    private static final Duration SLOW = Duration.ofSeconds(10);

    private final Latency latency;
    private final HttpCalls http;
    private final JsonForm json;
    private final RequestReader requests;

    public CallExternalService(Latency latency, HttpCalls http, JsonForm json) {
        this.latency = latency;
        this.http = http;
        this.json = json;
        this.requests = new RequestReader(json);
    }

    @Override
    public String name() {
        return "call_external_service";
    }

    /** The server, unless the answer is made up. */
    @Override
    public Optional<String> dependsOn(TaskContext task) {
        try {
            WebUrl url = url(task);
            return isSimulated(task, url) || SimulatedFailure.isWanted(task)
                    ? Optional.empty()
                    : Optional.of(url.server());
        } catch (InvalidConfig nothingIsCalled) {
            return Optional.empty();
        }
    }

    private boolean isSimulated(TaskContext task, WebUrl url) {
        return task.simulation().isPresent() && ReservedHosts.contain(url.host()) && !http.allows(url);
    }

    @Override
    public CompletionStage<TaskResult> run(TaskContext task) {
        try {
            WebUrl url = url(task);
            return isSimulated(task, url) ? simulated(task, url) : real(task, url);
        } catch (InvalidConfig problem) {
            return problem.asResult().asStage();
        }
    }

    private static WebUrl url(TaskContext task) throws InvalidConfig {
        Optional<String> given = Config.of(task).text("url").map(String::strip);
        if (given.isEmpty() && task.simulation().isEmpty()) {
            throw new InvalidConfig("'url' is missing");
        }
        String text = given.orElse(DEFAULT_URL);
        return WebUrl.parse(text)
                .orElseThrow(() -> new InvalidConfig(
                        "'url' is not an http or https URL without user and password: " + withoutUser(text)));
    }

    /** A password that is refused is not to be read in the refusal. */
    private static String withoutUser(String text) {
        return text.replaceFirst("//[^/?#]*@", "//***@");
    }

    private CompletionStage<TaskResult> simulated(TaskContext task, WebUrl url) {
        return SimulatedFailure.or(task, () -> answered(task, url)
                .thenApply(passed -> SimulatedService.answer(task, URI.create(url.text()))));
    }

    private CompletionStage<@Nullable Void> answered(TaskContext task, WebUrl url) {
        return url.host().startsWith("slow") ? task.pause(SLOW) : latency.pass(task);
    }

    private CompletionStage<TaskResult> real(TaskContext task, WebUrl url) throws InvalidConfig {
        Expected expected = Expected.read(task.config().get("expect"));
        HttpQuery query = requests.read(task, url, expected);
        return SimulatedFailure.or(task, () -> http.send(query, task::onCancel).thenApply(reply -> {
            if (reply instanceof HttpReply.Answered answer) {
                return expected.holds(answer.status())
                        ? TaskResult.done(output(answer))
                        : HttpFailures.status(query, answer, task);
            }
            return HttpFailures.unanswered((HttpReply.Unanswered) reply);
        }));
    }

    private Map<String, @Nullable Object> output(HttpReply.Answered answer) {
        Object data = isJson(answer) ? json.valueOrText(answer.body()) : answer.body();
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("status_code", answer.status());
        output.put("url", answer.url().text());
        output.put("headers", answer.headers());
        output.put("data", data);
        output.put("response", data);
        return output;
    }

    /** A service that names no type may mean JSON; one that names another does not. */
    private static boolean isJson(HttpReply.Answered answer) {
        String type = answer.header("content-type").orElse("json").toLowerCase(Locale.ROOT);
        return type.split(";", 2)[0].strip().endsWith("json");
    }
}
