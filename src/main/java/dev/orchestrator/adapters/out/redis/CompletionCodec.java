package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.adapters.json.JsonRefused;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.TraceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How commands stand in the completion streams: {@code v} the version of this form, {@code e} the execution, {@code m}
 * the command as JSON, {@code o} the output as it came, {@code t} the trace of what it reports, where somebody traces.
 *
 * <p>The scripts that promote timers and reclaim leases write this form too. The golden files in the tests stay readable
 * for ever.
 */
final class CompletionCodec {
    static final String VERSION = "1";
    /** Of questions for a start, which an older release leaves to newer ones. */
    static final String START_VERSION = "2";

    private static final int LONGEST_NONCE = 200;

    private CompletionCodec() {}

    /** The fields of the message, names and values in turn. */
    static List<String> encode(ExecutionId execution, Command.Complete command, @Nullable TraceContext trace) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", "complete");
        body.put("node", command.node().value());
        body.put("dispatch", command.dispatch());
        body.put("outcome", outcome(command.outcome()));
        body.put("report", report(command.report()));
        List<String> fields = new ArrayList<>(List.of("v", VERSION, "e", execution.toString(), "m", Json.write(body)));
        if (command.outcome() instanceof Outcome.Succeeded succeeded) {
            fields.addAll(List.of("o", succeeded.output().text()));
        }
        if (trace != null) {
            fields.addAll(List.of("t", trace.traceparent()));
        }
        return fields;
    }

    /** The fields of a question for a start. */
    static List<String> encode(ExecutionId execution, Command.Start command) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("type", "start");
        body.put("node", command.node().value());
        body.put("dispatch", command.dispatch());
        body.put("worker", MessageBody.storable(command.claim().worker()));
        body.put("nonce", command.claim().nonce());
        body.put("leaseMillis", command.claim().lease().toMillis());
        return List.of("v", START_VERSION, "e", execution.toString(), "m", Json.write(body));
    }

    private static Map<String, @Nullable Object> outcome(Outcome outcome) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        return outcome.match(new Outcome.Cases<>(
                succeeded -> typed(body, "succeeded"),
                failed -> failed(typed(body, "failed"), failed),
                deferred -> deferred(typed(body, "deferred"), deferred),
                lost -> typed(body, "lost"),
                timedOut -> {
                    typed(body, "queue_timed_out").put("served", timedOut.served());
                    return body;
                }));
    }

    private static Map<String, @Nullable Object> typed(Map<String, @Nullable Object> body, String type) {
        body.put("type", type);
        return body;
    }

    private static Map<String, @Nullable Object> failed(Map<String, @Nullable Object> body, Outcome.Failed failed) {
        body.put("category", failed.failure().category().name());
        body.put("code", MessageBody.storable(failed.failure().code()));
        body.put("message", MessageBody.storable(failed.failure().message()));
        Duration wait = failed.retryAfter();
        if (wait != null) {
            body.put("retryAfterMillis", wait.toMillis());
        }
        return body;
    }

    private static Map<String, @Nullable Object> deferred(Map<String, @Nullable Object> body, Outcome.Deferred wish) {
        body.put("until", MessageBody.micros(wish.until()));
        body.put("reason", MessageBody.storable(wish.reason()));
        if (wish.breaker() != null) {
            body.put("breaker", MessageBody.storable(wish.breaker()));
        }
        return body;
    }

    private static Map<String, @Nullable Object> report(Report report) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (report.worker() != null) {
            body.put("worker", MessageBody.storable(report.worker()));
        }
        if (report.startedAt() != null) {
            body.put("startedAt", MessageBody.micros(report.startedAt()));
        }
        if (report.endedAt() != null) {
            body.put("endedAt", MessageBody.micros(report.endedAt()));
        }
        return body;
    }

    static ExecutionId execution(Map<String, String> fields) {
        try {
            return ExecutionId.of(fields.getOrDefault("e", ""));
        } catch (IllegalArgumentException e) {
            throw new Unreadable("no execution id");
        }
    }

    static @Nullable TraceContext trace(Map<String, String> fields) {
        return TraceContext.orNull(fields.get("t"));
    }

    /** Reads a message; throws {@link Unreadable} for everything else. */
    static Command command(Map<String, String> fields, int largestOutput) {
        if (!VERSION.equals(fields.get("v")) && !START_VERSION.equals(fields.get("v"))) {
            throw new Unreadable("version " + fields.get("v") + " is not known");
        }
        MessageBody body = MessageBody.parse(fields.get("m"));
        String type = body.text("type");
        return switch (type) {
            case "start" -> start(body);
            case "complete" ->
                new Command.Complete(
                        node(body),
                        (int) body.number("dispatch"),
                        outcome(body.object("outcome"), fields.get("o"), largestOutput),
                        report(body.object("report")));
            case "wake" -> new Command.Wake(node(body), (int) body.number("dispatch"));
            case "time_out" -> new Command.TimeOut((int) body.number("run"));
            default -> throw new Unreadable("type " + type + " is not known");
        };
    }

    private static Command.Start start(MessageBody body) {
        String nonce = body.text("nonce");
        if (nonce.length() > LONGEST_NONCE) {
            throw new Unreadable("nonce is too long");
        }
        Claim claim = new Claim(body.text("worker"), nonce, Duration.ofMillis(body.number("leaseMillis")));
        return new Command.Start(node(body), (int) body.number("dispatch"), claim);
    }

    private static NodeId node(MessageBody body) {
        String node = body.text("node");
        if (!NodeId.isValid(node)) {
            throw new Unreadable("not a node id");
        }
        return new NodeId(node);
    }

    private static Outcome outcome(MessageBody body, @Nullable String output, int largest) {
        String type = body.text("type");
        return switch (type) {
            case "succeeded" -> succeeded(output, largest);
            case "failed" -> failed(body);
            case "deferred" ->
                new Outcome.Deferred(body.instant("until"), body.text("reason"), body.textOrNull("breaker"));
            case "lost" -> new Outcome.Lost();
            case "queue_timed_out" -> new Outcome.QueueTimedOut(body.flag("served"));
            default -> throw new Unreadable("outcome " + type + " is not known");
        };
    }

    /** A worker proves an output before it sends it; whoever sends another thing must not have it shown to readers. */
    private static Outcome succeeded(@Nullable String output, int largest) {
        if (output == null) {
            throw new Unreadable("the output is missing");
        }
        if (output.length() > largest) {
            return permanent("OUTPUT_TOO_LARGE", "The output is larger than " + largest + " bytes of JSON text");
        }
        try {
            Json.STORED.parse(output);
            return new Outcome.Succeeded(JsonDocument.of(output));
        } catch (JsonRefused e) {
            return permanent("INVALID_OUTPUT", "The output cannot be kept as JSON: " + e.getMessage());
        }
    }

    private static Outcome permanent(String code, String message) {
        return new Outcome.Failed(new Failure(ErrorCategory.PERMANENT, code, message), null);
    }

    private static Outcome failed(MessageBody body) {
        Failure failure = new Failure(category(body.text("category")), body.text("code"), body.text("message"));
        boolean waits = body.members().get("retryAfterMillis") != null;
        return new Outcome.Failed(failure, waits ? Duration.ofMillis(body.number("retryAfterMillis")) : null);
    }

    private static ErrorCategory category(String name) {
        try {
            return ErrorCategory.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new Unreadable("category " + name + " is not known");
        }
    }

    private static Report report(MessageBody body) {
        return new Report(body.textOrNull("worker"), body.instantOrNull("startedAt"), body.instantOrNull("endedAt"));
    }
}
