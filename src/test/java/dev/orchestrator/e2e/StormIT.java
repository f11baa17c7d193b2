package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.guarantees.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Many cancels, a jump of the hot store's clock, and ten thousand retries at once, under load on real processes. */
@Timeout(240)
class StormIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CANCELS = 200;
    private static final int CLIENTS = 4;
    private static final int FLOOD_EXECUTIONS = 5;
    private static final int FLOOD_NODES = 2_000;
    private static final int FLOOD = FLOOD_EXECUTIONS * FLOOD_NODES;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("REAPER_MIN_IDLE_SECONDS", "5")
            .with("REAPER_CHECK_INTERVAL_SECONDS", "1")
            .with("JAVA_TOOL_OPTIONS", Fleet.SMALL);

    static Fleet fleet;
    static Ledger ledger;
    static Api api;

    @BeforeAll
    static void start() {
        fleet = new Fleet(ENGINES, directory, new Fleet.Size(1, 2, 2, 1)).start();
        ledger = new Ledger(directory);
        api = fleet.api();
    }

    @AfterAll
    static void stop() {
        if (fleet != null) {
            fleet.close();
        }
    }

    /**
     * A start is the lease that Redis gives: after the answer to a cancel, none is. What was leased just before it may
     * reach its handler a moment later, and hears of the cancel with its next beat.
     */
    @Test
    @Guarantee("G7")
    void nothingStartsAfterACancelWasAnswered() {
        Map<String, Long> cancelled = new ConcurrentHashMap<>();
        Map<String, Integer> answers = new ConcurrentHashMap<>();
        try (LeaseLog log = new LeaseLog(fleet.redis())) {
            inParallel(client -> {
                SplittableRandom chance = new SplittableRandom(client);
                for (int i = 0; i < CANCELS / CLIENTS; i++) {
                    String id = api.run(fan());
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(chance.nextInt(250)));
                    int code = api.cancel(id).code();
                    long answered = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
                    answers.put(id, code);
                    if (code == 200) {
                        cancelled.put(id, answered);
                    }
                }
            });
            answers.forEach((id, code) -> {
                String status = api.awaitEnd(id, PATIENCE).path("status").asText();
                assertThat(List.of(code, status)).isIn(List.of(200, "CANCELLED"), List.of(409, "COMPLETED"));
                assertThat(api.cancel(id).code()).as("once more").isEqualTo(409);
            });
            assertThat(answers).hasSize(CANCELS);
            assertThat(cancelled).hasSizeBetween(10, CANCELS);
            int[] onTheirWay = {0};
            List<Ledger.Line> starts = ledger.lines()
                    .filter(line -> line.what().equals("start") && cancelled.containsKey(line.execution()))
                    .toList();
            Await.until(
                    "the log has all leases", PATIENCE, () -> starts.stream().allMatch(it -> log.leasedAt(it) != null));
            starts.forEach(start -> {
                assertThat(log.leasedAt(start)).as("%s", start).isLessThan(cancelled.get(start.execution()));
                onTheirWay[0] += start.micros() > cancelled.get(start.execution()) ? 1 : 0;
                Long closed = log.closedAt(start.execution());
                assertThat(closed == null || log.leasedAt(start) < closed)
                        .as("%s", start)
                        .isTrue();
            });
            System.out.printf(
                    "Of %d cancels %d won and %d came too late; of %d starts of the cancelled, %d had been leased before the"
                            + " answer and began after it%n",
                    CANCELS, cancelled.size(), CANCELS - cancelled.size(), starts.size(), onTheirWay[0]);
        }
    }

    @Test
    void aClockThatJumpsForwardAndBackLosesNothingAndHoldsNothingUp() {
        Load load = new Load(api, 5).submit(40);
        load.awaitMidRun(PATIENCE);
        try (RedisKeys redis = new RedisKeys(fleet.redis())) {
            redis.jump(Duration.ofHours(3));
            load.submit(20);
            load.awaitMidRun(PATIENCE);
            Await.until(
                    "the engine has seen the new time",
                    PATIENCE,
                    () -> redis.clockLookedAt() > System.currentTimeMillis() - 60_000);
            load.submit(10).awaitMidRun(PATIENCE);
            redis.jump(Duration.ofHours(3).negated());
            load.submit(10).verify(PATIENCE);
            boolean empty =
                    Await.holds(Duration.ofSeconds(10), () -> redis.leftovers().isEmpty());
            assertThat(redis.leftovers()).as("keys left at rest").matches(left -> empty);
        }
    }

    @Test
    void tenThousandRetriesDueInTheSameSecondLetOthersPass() {
        try (RedisKeys redis = new RedisKeys(fleet.redis())) {
            Instant due = Instant.now().plusSeconds(25).truncatedTo(ChronoUnit.SECONDS);
            List<String> flood = IntStream.range(0, FLOOD_EXECUTIONS)
                    .mapToObj(i -> api.run(flood(due)))
                    .toList();
            Await.until("all wait for their retry", PATIENCE, () -> redis.count("wf:{0}:timers") >= FLOOD);
            assertThat(Instant.now()).as("when the last of them waits").isBefore(due);
            Await.until("the first are woken", PATIENCE, () -> redis.count("wf:{0}:timers") < FLOOD);
            Instant begun = Instant.now();
            String newcomer =
                    api.run("{\"name\": \"newcomer\", \"dag\": {\"nodes\": [{\"id\": \"x\", \"handler\": \"echo\"}]}}");
            api.awaitEnd(newcomer, PATIENCE);
            Instant passed = Instant.now();
            assertThat(flood.stream().map(id -> api.status(id).path("status").asText()))
                    .as("the flood, when the newcomer has ended")
                    .contains("RUNNING");
            flood.forEach(
                    id -> assertThat(api.awaitEnd(id, PATIENCE).path("status").asText())
                            .isEqualTo("COMPLETED"));
            System.out.printf(
                    "10,000 retries due in the same second were through after %d ms; an execution submitted meanwhile took"
                            + " %d ms%n",
                    Duration.between(begun, Instant.now()).toMillis(),
                    Duration.between(begun, passed).toMillis());
        }
    }

    private static void inParallel(IntConsumer work) {
        List<Thread> threads = IntStream.range(0, CLIENTS)
                .mapToObj(client -> new Thread(() -> work.accept(client), "client-" + client))
                .toList();
        threads.forEach(Thread::start);
        threads.forEach(StormIT::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
    }

    /** A root, six nodes behind it and one behind these. */
    private static String fan() {
        List<String> middle = IntStream.range(0, 6).mapToObj(i -> "m" + i).toList();
        String nodes = node("r", "") + ","
                + middle.stream().map(id -> node(id, "\"r\"")).collect(Collectors.joining(","))
                + "," + node("end", "\"" + String.join("\",\"", middle) + "\"");
        return "{\"name\": \"fan\", \"dag\": {\"nodes\": [" + nodes + "]}}";
    }

    private static String node(String id, String dependencies) {
        return "{\"id\": \"" + id + "\", \"handler\": \"nimble\", \"dependencies\": [" + dependencies
                + "], \"config\": {\"ledger\": \"" + ledger.path() + "\", \"millis\": 20}}";
    }

    private static String flood(Instant due) {
        return "{\"name\": \"flood\", \"dag\": {\"nodes\": ["
                + IntStream.range(0, FLOOD_NODES)
                        .mapToObj(i -> "{\"id\": \"n" + i + "\", \"handler\": \"nimble\", \"config\": {\"retry_at\": \""
                                + due + "\"}, \"retry\": {\"jitter\": 0, \"backoff_seconds\": 0.1}}")
                        .collect(Collectors.joining(","))
                + "]}}";
    }
}
