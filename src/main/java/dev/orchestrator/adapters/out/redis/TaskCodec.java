package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.SecretSlot;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How tasks stand in the task streams: {@code v} the version of this form, {@code k} what scripts read
 * ({@code execution|node|dispatch|timeout in ms}), {@code b} what workers read as JSON, {@code c} the config as it came.
 *
 * <p>Scripts write the version (2 where {@code b} begins with {@code "once"}), and move entries without looking into {@code b} and {@code c}. The golden files in the
 * tests stay readable for ever.
 */
final class TaskCodec {
    static final String VERSION = "1";
    /** Of tasks that may be started once, which no release may run that does not know to ask. */
    static final String ONCE_VERSION = "2";

    private static final Pattern KEY = Pattern.compile("([0-9a-f-]{36})\\|([A-Za-z0-9_-]+)\\|(\\d{1,9})\\|(\\d{1,15})");

    private TaskCodec() {}

    static String body(
            int attempt,
            String handler,
            @Nullable Simulation simulation,
            @Nullable Deferral deferral,
            @Nullable TraceContext trace,
            List<SecretSlot> secrets,
            boolean atMostOnce) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (atMostOnce) {
            body.put("once", true);
        }
        body.put("attempt", attempt);
        body.put("handler", handler);
        if (simulation != null) {
            Map<String, @Nullable Object> mode = new LinkedHashMap<>();
            mode.put("seed", simulation.seed());
            mode.put("delays", simulation.delays());
            body.put("simulation", mode);
        }
        if (deferral != null) {
            Map<String, @Nullable Object> wish = new LinkedHashMap<>();
            wish.put("until", MessageBody.micros(deferral.until()));
            wish.put("reason", MessageBody.storable(deferral.reason()));
            body.put("deferral", wish);
        }
        if (trace != null) {
            body.put("trace", trace.traceparent());
        }
        if (!secrets.isEmpty()) {
            body.put(
                    "secrets",
                    secrets.stream()
                            .map(slot -> List.of(slot.at(), slot.name()))
                            .toList());
        }
        return Json.write(body);
    }

    static String body(Task task) {
        return body(
                task.attempt(),
                task.handler(),
                task.simulation(),
                task.deferral(),
                task.trace(),
                task.secrets(),
                task.atMostOnce());
    }

    /** Reads a task that was started; throws {@link Unreadable} for what it does not understand. */
    static Task task(String key, String text, String config, Receipt receipt) {
        Task.Key dispatch = key(key);
        MessageBody body = MessageBody.parse(text);
        return new Task(
                dispatch.execution(),
                dispatch.node(),
                (int) body.number("attempt"),
                dispatch.dispatch(),
                body.text("handler"),
                config,
                secrets(body.listOrEmpty("secrets"), config.length()),
                timeout(key),
                simulation(body.objectOrNull("simulation")),
                deferral(body.objectOrNull("deferral")),
                TraceContext.orNull(body.textOrNull("trace")),
                receipt,
                body.flag("once"));
    }

    private static List<SecretSlot> secrets(List<?> slots, int length) {
        List<SecretSlot> secrets = new ArrayList<>();
        for (Object slot : slots) {
            if (!(slot instanceof List<?> pair)
                    || pair.size() != 2
                    || !(pair.get(0) instanceof Integer at)
                    || !(pair.get(1) instanceof String name)
                    || at < 0
                    || at > length) {
                throw new Unreadable("not the place of a secret: " + slot);
            }
            secrets.add(new SecretSlot(at, name));
        }
        return secrets;
    }

    static Task.Key key(String key) {
        Matcher parts = match(key);
        return new Task.Key(
                ExecutionId.of(parts.group(1)), new NodeId(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    private static Duration timeout(String key) {
        return Duration.ofMillis(Long.parseLong(match(key).group(4)));
    }

    private static Matcher match(String key) {
        Matcher parts = KEY.matcher(key);
        if (!parts.matches()) {
            throw new Unreadable("not the key of a task: " + key);
        }
        return parts;
    }

    private static @Nullable Simulation simulation(@Nullable MessageBody body) {
        return body == null ? null : new Simulation(body.number("seed"), body.flag("delays"));
    }

    private static @Nullable Deferral deferral(@Nullable MessageBody body) {
        return body == null ? null : new Deferral(body.instant("until"), body.text("reason"));
    }
}
