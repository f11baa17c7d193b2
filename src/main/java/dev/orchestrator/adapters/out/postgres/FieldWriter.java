package dev.orchestrator.adapters.out.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.Started;
import dev.orchestrator.domain.execution.TraceContext;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes one JSON text of a stored form, field by field; what is null is left out. {@link Fields} reads it back. */
final class FieldWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final StringWriter text = new StringWriter(256);
    private final JsonGenerator out;

    FieldWriter() {
        try {
            this.out = FACTORY.createGenerator(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FieldWriter open() {
        return step(out::writeStartObject);
    }

    FieldWriter open(String name) {
        return step(() -> out.writeObjectFieldStart(name));
    }

    FieldWriter close() {
        return step(out::writeEndObject);
    }

    FieldWriter openList(String name) {
        return step(() -> out.writeArrayFieldStart(name));
    }

    FieldWriter closeList() {
        return step(out::writeEndArray);
    }

    FieldWriter value(int number) {
        return step(() -> out.writeNumber(number));
    }

    FieldWriter number(String name, long value) {
        return step(() -> out.writeNumberField(name, value));
    }

    FieldWriter flag(String name, boolean value) {
        return step(() -> out.writeBooleanField(name, value));
    }

    FieldWriter text(String name, @Nullable String value) {
        return value == null ? this : step(() -> out.writeStringField(name, PostgresText.fit(value)));
    }

    FieldWriter word(String name, @Nullable Enum<?> value) {
        return text(name, value == null ? null : value.name());
    }

    FieldWriter time(String name, @Nullable Instant value) {
        return text(name, value == null ? null : value.toString());
    }

    FieldWriter tree(String name, @Nullable Object tree) {
        return step(() -> {
            out.writeFieldName(name);
            out.writeRawValue(Json.write(tree));
        });
    }

    FieldWriter treeIfAny(String name, @Nullable Object tree) {
        return tree == null ? this : tree(name, tree);
    }

    FieldWriter report(Report report) {
        return text("worker", report.worker())
                .time("startedAt", report.startedAt())
                .time("endedAt", report.endedAt());
    }

    FieldWriter claim(Claim claim) {
        return text("worker", claim.worker())
                .text("nonce", claim.nonce())
                .number("leaseMillis", claim.lease().toMillis());
    }

    FieldWriter started(@Nullable Started started) {
        return started == null
                ? this
                : open("started")
                        .claim(started.claim())
                        .time("at", started.at())
                        .close();
    }

    FieldWriter failure(@Nullable Failure failure) {
        return failure == null
                ? this
                : open("failure")
                        .word("category", failure.category())
                        .text("code", failure.code())
                        .text("message", failure.message())
                        .close();
    }

    FieldWriter deferral(String name, @Nullable Deferral deferral) {
        return deferral == null
                ? this
                : open(name)
                        .time("until", deferral.until())
                        .text("reason", deferral.reason())
                        .text("breaker", deferral.breaker())
                        .close();
    }

    FieldWriter end(Event.@Nullable Ended end) {
        return end == null
                ? this
                : open("end")
                        .word("status", end.status())
                        .text("reason", end.reason())
                        .close();
    }

    FieldWriter simulation(@Nullable Simulation simulation) {
        return simulation == null
                ? this
                : open("simulation")
                        .number("seed", simulation.seed())
                        .flag("delays", simulation.delays())
                        .close();
    }

    FieldWriter trace(@Nullable TraceContext trace) {
        return text("trace", trace == null ? null : trace.traceparent());
    }

    FieldWriter key(@Nullable RequestKey key) {
        return key == null
                ? this
                : open("key")
                        .text("client", key.client())
                        .text("key", key.key())
                        .text("request", key.request())
                        .close();
    }

    String done() {
        step(out::close);
        return text.toString();
    }

    private FieldWriter step(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }
}
