package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.SecretSlot;
import dev.orchestrator.domain.execution.Claim;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Deferral;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Receipt;
import dev.orchestrator.ports.out.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that a release has ever written stay readable for ever: the files are only added to. */
class GoldenMessagesTest {
    private static final ExecutionId EXECUTION = ExecutionId.of("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Instant STARTED = Instant.parse("2030-01-01T00:00:00.123456Z");
    private static final Instant ENDED = Instant.parse("2030-01-01T00:00:01Z");
    private static final TraceContext TRACE =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    private static final NodeId STEP = new NodeId("step_1");
    private static final NodeId A = new NodeId("a");

    private static final Map<String, Command> GOLDEN = Map.of(
            "complete-succeeded-1",
            new Command.Complete(
                    STEP,
                    3,
                    new Outcome.Succeeded(JsonDocument.of("{\"status_code\":200,\"data\":[1,2.50,null]}")),
                    new Report("w-1", STARTED, ENDED)),
            "complete-failed-1",
            new Command.Complete(
                    A,
                    1,
                    new Outcome.Failed(
                            new Failure(ErrorCategory.RETRYABLE, "HTTP_503", "busy"), Duration.ofMillis(1_500)),
                    Report.NONE),
            "complete-deferred-1",
            new Command.Complete(
                    A,
                    1,
                    new Outcome.Deferred(Instant.parse("2030-01-01T00:00:00Z"), "nap"),
                    new Report("w-1", null, null)),
            "complete-deferred-by-breaker-1",
            new Command.Complete(
                    A,
                    1,
                    new Outcome.Deferred(
                            Instant.parse("2030-01-01T00:00:00Z"),
                            "HTTP_503",
                            "call_external_service/api.example.com:443"),
                    new Report("w-1", null, null)),
            "complete-lost-1",
            new Command.Complete(
                    A, 1, new Outcome.Lost(), new Report("w/1", Instant.parse("2030-01-01T00:00:00.123Z"), ENDED)),
            "complete-queue-timed-out-1",
            new Command.Complete(A, 1, new Outcome.QueueTimedOut(true), Report.NONE),
            "wake-1",
            new Command.Wake(A, 7),
            "time-out-1",
            new Command.TimeOut(2));

    private static final int LARGEST = 1_000;

    @Test
    void everyGoldenMessageIsReadable() {
        GOLDEN.forEach((name, command) -> {
            Map<String, String> fields = read(name);
            assertThat(CompletionCodec.execution(fields)).isEqualTo(EXECUTION);
            assertThat(CompletionCodec.command(fields, LARGEST)).as(name).isEqualTo(command);
        });
    }

    @Test
    void completionsAreWrittenAsTheNewestGoldenMessage() {
        GOLDEN.forEach((name, command) -> {
            boolean writtenByScripts = name.startsWith("complete-lost");
            if (command instanceof Command.Complete complete && !writtenByScripts) {
                assertThat(pairs(CompletionCodec.encode(EXECUTION, complete, null)))
                        .as(name)
                        .isEqualTo(read(name));
            }
        });
    }

    @Test
    void aQuestionForAStartHasAVersionOfItsOwn() {
        Map<String, String> fields = read("start-2");
        Command.Start start = new Command.Start(A, 3, new Claim("w-1", "0d5e", Duration.ofSeconds(25)));
        assertThat(CompletionCodec.execution(fields)).isEqualTo(EXECUTION);
        assertThat(CompletionCodec.command(fields, LARGEST)).isEqualTo(start);
        assertThat(pairs(CompletionCodec.encode(EXECUTION, start))).isEqualTo(fields);
    }

    @Test
    void soHasATaskThatMayBeStartedOnce() {
        Map<String, String> fields = read("task-once-2");
        Task once = task(fields);
        assertThat(once.atMostOnce()).isTrue();
        assertThat(once.key()).isEqualTo(sample(null).key());
        assertThat(TaskCodec.body(once)).isEqualTo(fields.get("b"));
    }

    @Test
    void aTraceTravelsBesideACompletion() {
        Map<String, String> fields = read("complete-traced-1");
        assertThat(CompletionCodec.trace(fields)).isEqualTo(TRACE);
        assertThat(CompletionCodec.trace(read("complete-succeeded-1"))).isNull();
        assertThat(CompletionCodec.trace(Map.of("t", "nonsense"))).isNull();
        Command.Complete traced = (Command.Complete) CompletionCodec.command(fields, LARGEST);
        assertThat(traced).isEqualTo(GOLDEN.get("complete-succeeded-1"));
        assertThat(pairs(CompletionCodec.encode(EXECUTION, traced, TRACE))).isEqualTo(fields);
    }

    @Test
    void tasksAreReadable() {
        Map<String, String> secret = read("task-secret-1");
        Task withSecrets = sample(null, List.of(new SecretSlot(17, "KEY"), new SecretSlot(17, "OTHER_1")));
        assertThat(task(secret)).isEqualTo(withSecrets);
        assertThat(TaskCodec.body(withSecrets)).isEqualTo(secret.get("b"));
        assertThat(task(read("task-1"))).isEqualTo(sample(null));
        Map<String, String> traced = read("task-traced-1");
        assertThat(task(traced)).isEqualTo(sample(TRACE));
        assertThat(TaskCodec.body(sample(TRACE))).isEqualTo(traced.get("b"));
        Map<String, String> broken = new LinkedHashMap<>(traced);
        broken.computeIfPresent("b", (name, body) -> body.replace(TRACE.traceparent(), "nonsense"));
        assertThat(task(broken)).isEqualTo(sample(null));
    }

    private static Task task(Map<String, String> fields) {
        return TaskCodec.task(fields.get("k"), fields.get("b"), fields.get("c"), new Receipt("q", "1-1"));
    }

    private static Task sample(@Nullable TraceContext trace) {
        return sample(trace, List.of());
    }

    private static Task sample(@Nullable TraceContext trace, List<SecretSlot> secrets) {
        return new Task(
                EXECUTION,
                STEP,
                2,
                3,
                "call_llm",
                "{\"prompt\":\"Greet Ünal\",\"max_tokens\":10}",
                secrets,
                Duration.ofSeconds(60),
                new Simulation(-42, true),
                new Deferral(STARTED, "breaker open"),
                trace,
                new Receipt("q", "1-1"),
                false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"type\":\"explode\"}",
                "{\"type\":\"wake\",\"node\":\"../..\",\"dispatch\":1}",
                "{\"type\":\"wake\",\"node\":7,\"dispatch\":1}",
                "{\"type\":\"wake\",\"node\":\"a\"}",
                "{\"type\":\"complete\",\"node\":\"a\",\"dispatch\":1,\"outcome\":{\"type\":\"succeeded\"},\"report\":{}}",
                "{\"type\":\"complete\",\"node\":\"a\",\"dispatch\":1,\"outcome\":{\"type\":\"failed\",\"category\":\"BAD\"},\"report\":{}}",
                "{\"type\":\"complete\",\"node\":\"a\",\"dispatch\":1,\"outcome\":{\"type\":\"lost\"}}"
            })
    void everythingElseIsUnreadable(String body) {
        assertThatThrownBy(() -> CompletionCodec.command(Map.of("v", "1", "m", body), LARGEST))
                .isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> TaskCodec.task(EXECUTION + "|a|1|1", body, "{}", new Receipt("q", "1-1")))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void aNewerFormIsUnreadable() {
        Map<String, String> newer = new LinkedHashMap<>(read("wake-1"));
        newer.put("v", "3");
        assertThatThrownBy(() -> CompletionCodec.command(newer, LARGEST)).isInstanceOf(Unreadable.class);
    }

    private static Map<String, String> pairs(List<String> flat) {
        Map<String, String> result = new LinkedHashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            result.put(flat.get(i), flat.get(i + 1));
        }
        return result;
    }

    private static Map<String, String> read(String name) {
        try (InputStream in = GoldenMessagesTest.class.getResourceAsStream("/redis/messages/" + name + ".txt")) {
            Map<String, String> fields = new LinkedHashMap<>();
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> fields.put(line.substring(0, 1), line.substring(2)));
            return fields;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
