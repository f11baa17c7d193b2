package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.e2e.Ledger.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker is told to end while a handler does not. Restarts under load are the chaos scenario rolling-restart. */
@Timeout(300)
class DrainIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("REAPER_MIN_IDLE_SECONDS", "5")
            .with("REAPER_CHECK_INTERVAL_SECONDS", "1")
            .with("WORKFLOW_DRAIN", "3s")
            .with("JAVA_TOOL_OPTIONS", Fleet.SMALL);

    static Fleet fleet;
    static Ledger ledger;

    @BeforeAll
    static void start() {
        fleet = new Fleet(ENGINES, directory, new Fleet.Size(1, 1, 2, 1)).start();
        ledger = new Ledger(directory);
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    private static String end(Engine engine) {
        long start = System.nanoTime();
        int code = engine.terminate();
        return "SIGTERM to " + engine.name() + ": exit " + code + " after " + (System.nanoTime() - start) / 1_000_000
                + " ms";
    }

    @Test
    void aHandlerThatDoesNotEndInTimeIsLostAtOnceAndTheWorkerLeaves() throws IOException {
        Path gate = directory.resolve("endless");
        String id = fleet.api()
                .run("{\"name\": \"endless\", \"dag\": {\"nodes\": ["
                        + node("a", "witness", "", "\"gate\": \"" + gate + "\"") + "]}}");
        Line first = ledger.await(id, "start", 1);
        Engine worker = fleet.workerOf(first.pid());
        String end = end(worker);
        System.out.println("With a handler that does not end, drain time 3 s: " + end);
        assertThat(end).contains(" exit 0 ");
        assertThat(ledger.await(id, "start", 2).attempt()).isEqualTo(2);
        Files.createFile(gate);
        JsonNode status = fleet.api().awaitEnd(id, PATIENCE);
        assertThat(status.path("status").asText()).isEqualTo("COMPLETED");
        JournalPages journal = new JournalPages(fleet.api());
        assertThat(journal.events(id, "node_retry_scheduled"))
                .singleElement()
                .satisfies(lost -> assertThat(lost.at("/error/code").asText()).isEqualTo("WORKER_LOST"));
        worker.start();
    }

    private static String node(String id, String handler, String dependencies, String config) {
        return "{\"id\": \"" + id + "\", \"handler\": \"" + handler + "\", \"dependencies\": [" + dependencies
                + "], \"config\": {\"ledger\": \"" + ledger.path() + "\", " + config + "}}";
    }
}
