package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.e2e.Ledger.Line;
import dev.orchestrator.guarantees.Guarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are killed, stopped and poisoned, in processes of the real jar, with a lease of two seconds. */
@Timeout(240)
class LeasesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("REAPER_MIN_IDLE_SECONDS", "2")
            .with("REAPER_CHECK_INTERVAL_SECONDS", "1")
            .with("JAVA_TOOL_OPTIONS", Fleet.SMALL);

    static Fleet fleet;
    static Ledger ledger;
    static JournalPages journal;
    static Api api;

    @BeforeAll
    static void start() {
        fleet = new Fleet(ENGINES, directory, new Fleet.Size(1, 1, 2, 1)).start();
        ledger = new Ledger(directory);
        api = fleet.api();
        journal = new JournalPages(api);
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @BeforeEach
    void allWorkersAreThere() {
        startWhatDied();
        fleet.workers.forEach(Engine::awaitReady);
    }

    /** As a supervisor does. What it starts may be dead again before it is ready. */
    private static void startWhatDied() {
        fleet.workers.stream().filter(worker -> !worker.isAlive()).forEach(Engine::launch);
    }

    @Test
    void aHandlerThatRunsForManyLeasesKeepsItsLease() {
        String id = api.run(definition("witness", "\"millis\": 9000", ""));
        assertEnd(id, "COMPLETED");
        assertThat(ledger.of(id, "start")).hasSize(1);
        assertThat(ledger.of(id, "end")).hasSize(1);
        assertThat(journal.events(id, "node_retry_scheduled")).isEmpty();
    }

    @Test
    void aRunningHandlerHearsOfACancel() {
        String blocking = api.run(definition("witness", "\"gate\": \"" + directory.resolve("never") + "\"", ""));
        String other = api.run(definition("nimble", "\"millis\": 50000", ""));
        ledger.await(blocking, "start", 1);
        ledger.await(other, "start", 1);
        api.cancel(blocking).expect(200);
        api.cancel(other).expect(200);
        ledger.await(blocking, "interrupted", 1);
        ledger.await(other, "cancelled", 1);
        assertThat(ledger.of(blocking, "end")).isEmpty();
        assertEnd(blocking, "CANCELLED");
        assertThat(api.cancel(blocking).code()).isEqualTo(409);
    }

    @Test
    void aHandlerIsToldWhenItsTimeIsUp() {
        String more = ", \"timeout_seconds\": 1, \"retry\": {\"max_attempts\": 1}";
        String blocking = api.run(definition("witness", "\"millis\": 50000", more));
        String other = api.run(definition("nimble", "\"millis\": 50000", more));
        ledger.await(blocking, "interrupted", 1);
        ledger.await(other, "cancelled", 1);
        for (String id : List.of(blocking, other)) {
            assertEnd(id, "FAILED");
            assertThat(api.status(id).at("/nodes/a/error/category").asText()).isEqualTo("TIMEOUT");
        }
    }

    @Test
    void aKilledWorkersAttemptGoesToTheNext() throws IOException {
        Path gate = directory.resolve("killed");
        String id = api.run(definition("witness", "\"gate\": \"" + gate + "\"", ""));
        Line first = ledger.await(id, "start", 1);
        fleet.workerOf(first.pid()).kill();
        Instant killed = Instant.now();
        Line second = ledger.await(id, "start", 2);
        Files.createFile(gate);
        assertEnd(id, "COMPLETED");
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(List.of(first.attempt(), second.attempt())).containsExactly(1, 2);
        JsonNode lost = only(journal.events(id, "node_retry_scheduled"));
        assertThat(lost.at("/error/code").asText()).isEqualTo("WORKER_LOST");
        assertThat(lost.path("dispatch").asInt()).isEqualTo(1);
        assertThat(api.outputs(id).at("/a/attempt").asInt()).isEqualTo(2);
        assertThat(ledger.of(id, "start")).hasSize(2);
        JsonNode again = journal.events(id, "node_queued").get(1);
        System.out.printf(
                "A worker killed in mid-task, lease 2 s: journaled as lost after %d ms, sent again after %d ms%n%s",
                Duration.between(killed, Instant.parse(lost.path("at").asText()))
                        .toMillis(),
                Duration.between(killed, Instant.parse(again.path("at").asText()))
                        .toMillis(),
                journal.told(id));
    }

    /** A beat may be faster and make the worker give up the task, so it takes a few tries. */
    @Test
    void whatAHandlerSaysAfterACancelStandsAmongTheEvents() throws IOException {
        List<JsonNode> late = List.of();
        for (int i = 0; i < 20 && late.isEmpty(); i++) {
            Path gate = directory.resolve("cancelled." + i);
            String id = api.run(definition("witness", "\"gate\": \"" + gate + "\"", ""));
            Line start = ledger.await(id, "start", 1);
            api.cancel(id).expect(200);
            Files.createFile(gate);
            awaitSomethingRunBy(start.pid());
            late = journal.events(id, "node_reported_late");
            assertEnd(id, "CANCELLED");
        }
        assertThat(only(late).path("outcome").asText()).isEqualTo("SUCCEEDED");
        assertThat(only(late).path("worker").asText()).isNotEmpty();
    }

    /** Whether the woken handler's report is still sent is left to chance; the journal must not care. */
    @Test
    @Guarantee("G4")
    void aWorkerStoppedPastItsLeaseAndWokenChangesNothing() throws IOException {
        Path gate = directory.resolve("stopped");
        String id = api.run(definition("witness", "\"gate\": \"" + gate + "\"", ""));
        Line first = ledger.await(id, "start", 1);
        Engine stopped = fleet.workerOf(first.pid());
        stopped.signal("STOP");
        try {
            ledger.await(id, "start", 2);
            Files.createFile(Path.of(gate + ".2"));
            assertEnd(id, "COMPLETED");
            JsonNode nodes = api.status(id).get("nodes");
            JsonNode outputs = api.outputs(id);
            Files.createFile(Path.of(gate + ".1"));
            stopped.signal("CONT");
            Await.until(
                    "the woken handler is through",
                    PATIENCE,
                    () -> ledger.of(id).size() > 3);
            awaitSomethingRunBy(first.pid());
            assertThat(api.status(id).get("nodes")).isEqualTo(nodes);
            assertThat(api.outputs(id)).isEqualTo(outputs);
            assertThat(outputs.at("/a/attempt").asInt()).isEqualTo(2);
            assertThat(outputs.at("/a/pid").asLong()).isNotEqualTo(first.pid());
        } finally {
            stopped.signal("CONT");
        }
    }

    /** Once it serves again, whatever it had to say of its old task has been said. */
    private static void awaitSomethingRunBy(long pid) {
        Await.until("process " + pid + " runs tasks again", PATIENCE, () -> {
            String id = api.run(definition("witness", "\"millis\": 1", ""));
            return ledger.await(id, "end", 1).pid() == pid;
        });
    }

    /** The supervisor of an installation starts workers again, and the poison finds them. */
    @Test
    @Guarantee("G10")
    void aTaskThatKillsItsWorkersBecomesADeadLetterAndItsNeighboursFinish() throws IOException {
        Path cure = directory.resolve("cure");
        String poison = api.run(definition(
                "poison",
                "\"cure\": \"" + cure + "\"",
                ", \"retry\": {\"max_attempts\": 3, \"backoff_seconds\": 0.2, \"jitter\": 0}"));
        List<String> neighbours = IntStream.range(0, 12)
                .mapToObj(i -> api.run(definition("witness", "\"millis\": 300", ", \"retry\": {\"max_attempts\": 8}")))
                .toList();
        Await.until("the poison has used up its attempts", PATIENCE, () -> {
            startWhatDied();
            return api.status(poison).path("status").asText().equals("FAILED");
        });
        allWorkersAreThere();
        assertThat(ledger.of(poison, "start").stream().map(Line::attempt)).containsExactly(1, 2, 3);
        assertThat(ledger.of(poison, "start").stream().map(Line::pid).distinct())
                .hasSize(3);
        neighbours.forEach(id -> assertEnd(id, "COMPLETED"));
        JsonNode letter = letterOf(poison);
        assertThat(letter.at("/error_detail/error_code").asText()).isEqualTo("WORKER_LOST");
        String deadLetter = letter.toPrettyString();

        Files.createFile(cure);
        api.post("/api/v1/admin/dlq/" + letter.path("id").asText() + "/retry", "")
                .expect(200);
        assertEnd(poison, "COMPLETED");
        assertThat(letterOf(poison)).as("the letter is closed").isNull();
        System.out.println("A poison's way into the dead letters and back:\n" + journal.told(poison) + deadLetter);
    }

    @Test
    @Guarantee("G5")
    void aKilledWorkersNodeIsADeadLetterWhenItMayRunOnce() throws IOException {
        Path gate = directory.resolve("once.killed");
        String id = api.run(definition("witness", "\"gate\": \"" + gate + "\"", ", \"at_most_once\": true"));
        Line start = ledger.await(id, "start", 1);
        fleet.workerOf(start.pid()).kill();
        assertEnd(id, "FAILED");
        Files.createFile(gate);
        assertThat(letterOf(id).at("/error_detail/error_code").asText()).isEqualTo("WORKER_LOST");
        assertThat(only(journal.events(id, "node_started")).path("dispatch").asInt())
                .isOne();
        assertThat(ledger.of(id, "start")).hasSize(1);
        System.out.println("A worker killed while it ran what may run once:\n" + journal.told(id));
        startWhatDied();
        api.post("/api/v1/admin/dlq/" + letterOf(id).path("id").asText() + "/retry", "")
                .expect(200);
        assertEnd(id, "COMPLETED");
        assertThat(journal.events(id, "node_started")).hasSize(2);
        assertThat(ledger.of(id, "start")).hasSize(2);
    }

    @Test
    @Guarantee("G5")
    void whatMayRunOnceGoesOnThroughAWipe() throws IOException {
        Path gate = directory.resolve("once.wiped");
        String id = api.run(definition("witness", "\"gate\": \"" + gate + "\"", ", \"at_most_once\": true"));
        Line start = ledger.await(id, "start", 1);
        try (RedisKeys redis = new RedisKeys(fleet.redis())) {
            redis.wipe();
            Await.until("it is known to run again", PATIENCE, () -> isShownRunning(id));
        }
        Files.createFile(gate);
        assertEnd(id, "COMPLETED");
        assertThat(ledger.of(id, "start")).hasSize(1);
        assertThat(api.outputs(id).at("/a/pid").asLong()).isEqualTo(start.pid());
    }

    private static boolean isShownRunning(String id) {
        return api.status(id).at("/node_statuses/a").asText().equals("RUNNING");
    }

    private static JsonNode letterOf(String execution) {
        for (JsonNode entry : api.get("/api/v1/admin/dlq?limit=500").expect(200).path("entries")) {
            if (entry.path("execution_id").asText().equals(execution)) {
                return entry;
            }
        }
        return null;
    }

    private static void assertEnd(String id, String status) {
        JsonNode end = api.awaitEnd(id, PATIENCE);
        assertThat(end.path("status").asText()).as("%s", end).isEqualTo(status);
    }

    private static <T> T only(List<T> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static String definition(String handler, String config, String more) {
        return "{\"name\": \"leases\", \"dag\": {\"nodes\": [{\"id\": \"a\", \"handler\": \"" + handler
                + "\", \"config\": {\"ledger\": \"" + ledger.path() + "\", " + config + "}" + more + "}]}}";
    }
}
