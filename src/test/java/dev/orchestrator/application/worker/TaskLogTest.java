package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.adapters.out.logs.LogCapture;
import dev.orchestrator.adapters.out.logs.TaskLog;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.spi.BlockingTaskHandler;
import dev.orchestrator.spi.TaskContext;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.spi.TaskResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** What handlers log while they run carries the ids of their task, on every thread, and nothing does after them. */
class TaskLogTest {
    private static final Logger PLUG_IN = Logger.getLogger("dev.orchestrator.plugin");
    private static final String EXECUTION = "00000000-0000-0001-0000-000000000001";
    private static final TraceContext TRACE =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    @Test
    void aHandlerOnTheLoopLogsUnderItsTask() {
        Bench bench = new Bench().with(new Talker()).watchedBy(new TaskLog());
        try (LogCapture log = LogCapture.json(Level.INFO)) {
            bench.worker(4);
            bench.trigger(2, "talker", "talker", Map.of(), TRACE);
            bench.outcomes();
            PLUG_IN.info("afterwards");
            List<JsonNode> lines = log.parsed();
            assertThat(lines).hasSize(3);
            isAbout(lines.get(0), "n0");
            isAbout(lines.get(1), "n1");
            assertThat(lines.get(2).at("/mdc/execution_id").isMissingNode()).isTrue();
        }
    }

    @Test
    void aThreadThatMayBlockIsCleanedUp() throws InterruptedException {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Bench bench = new Bench().with(new BlockingTalker()).watchedBy(new TaskLog());
        try (LogCapture log = LogCapture.json(Level.INFO)) {
            bench.worker(4, thread);
            bench.trigger(1, "blocking_talker", "blocking_talker", Map.of(), TRACE);
            bench.loop.runUntilIdle();
            thread.execute(() -> PLUG_IN.info("afterwards"));
            thread.shutdown();
            assertThat(thread.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            List<JsonNode> lines = log.parsed();
            assertThat(lines).hasSize(2);
            isAbout(lines.get(0), "n0");
            assertThat(lines.get(0).get("stackTrace").asText()).contains("a trouble");
            assertThat(lines.get(1).at("/mdc/execution_id").isMissingNode()).isTrue();
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void atDebugTheWorkerTellsOfEachTaskAndNeverOfItsData() {
        Bench bench = new Bench().with(new Talker()).watchedBy(new TaskLog());
        try (LogCapture log = LogCapture.text(Level.FINE)) {
            bench.worker(4);
            bench.trigger(1, "talker", "talker", Map.of("password", "hunter2"), TRACE);
            bench.outcomes();
            assertThat(log.lines()).hasSize(3).allSatisfy(line -> assertThat(line)
                    .contains("(" + EXECUTION + "/n0#1) "));
            assertThat(log.lines().get(0)).contains("The task starts");
            assertThat(log.lines().get(2)).contains("The task succeeded");
            assertThat(String.join("", log.lines())).doesNotContain("hunter2").doesNotContain("the output");
        }
    }

    private static void isAbout(JsonNode line, String node) {
        JsonNode fields = line.get("mdc");
        assertThat(line.get("message").asText()).isEqualTo("hello");
        assertThat(fields.get("execution_id").asText()).isEqualTo(EXECUTION);
        assertThat(fields.get("node_id").asText()).isEqualTo(node);
        assertThat(fields.get("dispatch").asText()).isEqualTo("1");
        assertThat(fields.get("attempt").asText()).isEqualTo("1");
        assertThat(fields.get("handler").asText()).endsWith("talker");
        assertThat(fields.get("worker").asText()).isEqualTo("worker-1");
        assertThat(fields.get("trace_id").asText()).isEqualTo(TRACE.traceId());
    }

    private static final class Talker implements TaskHandler {
        @Override
        public String name() {
            return "talker";
        }

        @Override
        public CompletionStage<TaskResult> run(TaskContext task) {
            PLUG_IN.info("hello");
            return TaskResult.done(Map.of("is", "the output")).asStage();
        }
    }

    private static final class BlockingTalker implements BlockingTaskHandler {
        @Override
        public String name() {
            return "blocking_talker";
        }

        @Override
        public TaskResult runBlocking(TaskContext task) {
            PLUG_IN.error("hello", new IllegalStateException("a trouble"));
            return TaskResult.done(Map.of());
        }
    }
}
