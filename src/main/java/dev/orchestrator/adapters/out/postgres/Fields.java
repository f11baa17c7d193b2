package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.Started;
import dev.orchestrator.domain.execution.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object of a stored form, as {@link FieldWriter} wrote it. Fields that it does not ask for are ignored. */
record Fields(Map<?, ?> map) {
    /** Reads a stored form; what a later release wrote in a newer one is refused. */
    static Fields of(String text, int newest) {
        Fields fields = of(Json.STORED.parse(text));
        if (fields.number("v") > newest) {
            throw new IllegalStateException("stored by a later release: version " + fields.number("v"));
        }
        return fields;
    }

    static Fields of(@Nullable Object object) {
        if (object instanceof Map<?, ?> map) {
            return new Fields(map);
        }
        throw new IllegalStateException("not an object: " + object);
    }

    private Object required(String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalStateException("no " + name + " in " + map.keySet());
        }
        return value;
    }

    String text(String name) {
        return (String) required(name);
    }

    @Nullable
    String textOrNull(String name) {
        return (String) map.get(name);
    }

    int number(String name) {
        return ((Number) required(name)).intValue();
    }

    double fraction(String name) {
        return ((Number) required(name)).doubleValue();
    }

    boolean flag(String name) {
        return (Boolean) required(name);
    }

    Instant time(String name) {
        return Instant.parse(text(name));
    }

    @Nullable
    Instant timeOrNull(String name) {
        return map.containsKey(name) ? time(name) : null;
    }

    <E extends Enum<E>> E word(String name, Class<E> type) {
        return Enum.valueOf(type, text(name));
    }

    <E extends Enum<E>> @Nullable E wordOrNull(String name, Class<E> type) {
        return map.containsKey(name) ? word(name, type) : null;
    }

    NodeId node() {
        return new NodeId(text("node"));
    }

    int dispatch() {
        return number("dispatch");
    }

    List<?> list(String name) {
        return (List<?>) required(name);
    }

    Fields object(String name) {
        return of(required(name));
    }

    /** A JSON object of the user's. */
    @SuppressWarnings("unchecked") // keys of JSON objects are strings
    Map<String, Object> tree(String name) {
        return (Map<String, Object>) required(name);
    }

    @Nullable
    Map<String, Object> treeOrNull(String name) {
        return map.containsKey(name) ? tree(name) : null;
    }

    Report report() {
        if (textOrNull("worker") == null && timeOrNull("startedAt") == null && timeOrNull("endedAt") == null) {
            return Report.NONE;
        }
        return new Report(textOrNull("worker"), timeOrNull("startedAt"), timeOrNull("endedAt"));
    }

    Claim claim() {
        return new Claim(
                text("worker"), text("nonce"), Duration.ofMillis(((Number) required("leaseMillis")).longValue()));
    }

    @Nullable
    Started startedOrNull() {
        if (!map.containsKey("started")) {
            return null;
        }
        Fields started = object("started");
        return new Started(started.claim(), started.time("at"));
    }

    Failure failure() {
        Fields failure = object("failure");
        return new Failure(
                failure.word("category", ErrorCategory.class), failure.text("code"), failure.text("message"));
    }

    @Nullable
    Failure failureOrNull() {
        return map.containsKey("failure") ? failure() : null;
    }

    Deferral deferral(String name) {
        Fields deferral = object(name);
        return new Deferral(deferral.time("until"), deferral.text("reason"), deferral.textOrNull("breaker"));
    }

    @Nullable
    Deferral deferralOrNull(String name) {
        return map.containsKey(name) ? deferral(name) : null;
    }

    Event.@Nullable Ended endOrNull() {
        if (!map.containsKey("end")) {
            return null;
        }
        Fields end = object("end");
        return new Event.Ended(end.word("status", ExecutionStatus.class), end.text("reason"));
    }

    /** Numbers in a list; none where there is no such list. */
    List<Integer> numbers(String name) {
        return map.containsKey(name)
                ? list(name).stream()
                        .map(number -> ((Number) number).intValue())
                        .toList()
                : List.of();
    }

    @Nullable
    Simulation simulationOrNull() {
        if (!map.containsKey("simulation")) {
            return null;
        }
        Fields simulation = object("simulation");
        return new Simulation(((Number) simulation.required("seed")).longValue(), simulation.flag("delays"));
    }

    @Nullable
    TraceContext traceOrNull() {
        return TraceContext.orNull(textOrNull("trace"));
    }

    @Nullable
    RequestKey keyOrNull() {
        if (!map.containsKey("key")) {
            return null;
        }
        Fields key = object("key");
        return new RequestKey(key.text("client"), key.text("key"), key.text("request"));
    }
}
