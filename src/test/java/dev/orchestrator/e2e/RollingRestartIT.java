package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.e2e.Ledger.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every process of an installation is restarted by SIGTERM, in turn, while clients submit, wait and follow. */
@Timeout(300)
class RollingRestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CHAIN = 40;

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
        fleet = new Fleet(ENGINES, directory, new Fleet.Size(2, 2, 3, 2)).start();
        ledger = new Ledger(directory);
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    void aRollingRestartLosesNoAttemptAndNoSubmission() {
        List<Integer> ports = fleet.apis.stream().map(Engine::port).toList();
        String chain = fleet.api().run(chain());
        List<String> exits = new ArrayList<>();
        List<Integer> seen;
        Submitter one = new Submitter(ports, RollingRestartIT::fan);
        Submitter other = new Submitter(List.of(ports.get(1), ports.get(0)), RollingRestartIT::fan);
        try (one;
                other) {
            EventStream first = new EventStream(ports.get(0), chain, 0);
            Await.until("the stream moves", PATIENCE, () -> first.last() >= 3);
            exits.addAll(
                    restart(fleet.apis.get(0), fleet.orchestrators.get(0), fleet.workers.get(0), fleet.reapers.get(0)));
            Await.until("the stream has ended", PATIENCE, first::isOver);
            EventStream second = new EventStream(ports.get(1), chain, first.last());
            Await.until("the stream goes on", PATIENCE, () -> second.last() > first.last());
            exits.addAll(restart(fleet.workers.get(1)));
            exits.addAll(
                    restart(fleet.apis.get(1), fleet.orchestrators.get(1), fleet.workers.get(2), fleet.reapers.get(1)));
            Await.until("the other stream has ended", PATIENCE, second::isOver);
            EventStream third = new EventStream(ports.get(0), chain, second.last());
            Await.until("the execution ends", PATIENCE, third::isOver);
            assertThat(third.end().path("status").asText()).isEqualTo("COMPLETED");
            seen = List.of(first, second, third).stream()
                    .flatMap(it -> it.versions().stream())
                    .toList();
        }
        exits.forEach(System.out::println);
        assertThat(exits).hasSize(9).allMatch(line -> line.contains(" exit 0 "));
        assertThat(seen).isEqualTo(IntStream.rangeClosed(1, seen.size()).boxed().toList());
        List<String> executions = new ArrayList<>(one.acknowledged);
        executions.addAll(other.acknowledged);
        System.out.printf(
                "%d executions submitted meanwhile; requests repeated: %d refused, %d answered 503; clients were"
                        + " told %d times to connect elsewhere%n",
                executions.size(),
                repeated(one, "refused") + repeated(other, "refused"),
                repeated(one, "503") + repeated(other, "503"),
                repeated(one, "told") + repeated(other, "told"));
        assertThat(one.errors).isEmpty();
        assertThat(other.errors).isEmpty();
        executions.add(chain);
        executions.forEach(RollingRestartIT::assertNothingWasLost);
    }

    private static long repeated(Submitter client, String why) {
        return client.repeated.stream().filter(why::equals).count();
    }

    private static void assertNothingWasLost(String id) {
        JsonNode status = fleet.api().awaitEnd(id, PATIENCE);
        assertThat(status.path("status").asText()).as("%s", status).isEqualTo("COMPLETED");
        status.get("nodes").forEach(node -> assertThat(node.path("attempt").asInt())
                .as("%s", status)
                .isEqualTo(1));
    }

    /** Restarts them all at once; answers how each ended. */
    private static List<String> restart(Engine... engines) {
        List<CompletableFuture<String>> ends = List.of(engines).stream()
                .map(engine -> CompletableFuture.supplyAsync(() -> end(engine)))
                .toList();
        List<String> lines = ends.stream().map(CompletableFuture::join).toList();
        List.of(engines).forEach(Engine::launch);
        List.of(engines).forEach(Engine::awaitReady);
        return lines;
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

    private static String chain() {
        return "{\"name\": \"chain\", \"dag\": {\"nodes\": ["
                + IntStream.range(0, CHAIN)
                        .mapToObj(i -> "{\"id\": \"n" + i + "\", \"handler\": \"delay\", \"config\": {\"seconds\": 0.6}"
                                + (i == 0 ? "}" : ", \"dependencies\": [\"n" + (i - 1) + "\"]}"))
                        .collect(Collectors.joining(","))
                + "]}}";
    }

    private static String fan() {
        return "{\"name\": \"fan\", \"dag\": {\"nodes\": ["
                + String.join(
                        ",",
                        node("r", "nimble", "", "\"millis\": 5"),
                        node("a", "witness", "\"r\"", "\"millis\": 700"),
                        node("b", "nimble", "\"r\"", "\"millis\": 300"),
                        "{\"id\": \"c\", \"handler\": \"delay\", \"dependencies\": [\"r\"], \"config\": {\"seconds\": 0.2}}",
                        node("end", "nimble", "\"a\", \"b\", \"c\"", "\"millis\": 5"))
                + "]}}";
    }

    private static String node(String id, String handler, String dependencies, String config) {
        return "{\"id\": \"" + id + "\", \"handler\": \"" + handler + "\", \"dependencies\": [" + dependencies
                + "], \"config\": {\"ledger\": \"" + ledger.path() + "\", " + config + "}}";
    }
}
