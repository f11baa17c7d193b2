package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.bootstrap.embedded.TestRedis;
import dev.orchestrator.bootstrap.embedded.TestStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes of the real jar limit together, by the Redis that they share, and each by itself while it is away. Each
 * comes through a trusted proxy, so that a test may be any client.
 */
@Timeout(240)
class RateLimitIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BURST = 5;
    /** One a minute may come back meanwhile. */
    private static final int AFTERWARDS = 1;

    private static final String WORKFLOW =
            "{\"name\": \"limited\", \"dag\": {\"nodes\": [{\"id\": \"a\", \"handler\": \"echo\"}]}}";
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("RATE_LIMIT_ENABLED", "true")
            .with("RATE_LIMIT_REQUESTS_PER_MINUTE", "1")
            .with("WORKFLOW_RATE_LIMIT_BURST", Integer.toString(BURST))
            .with("WORKFLOW_TRUSTED_PROXIES", "127.0.0.1");

    static TestStores stores;
    static TestRedis redis;
    static Engine one;
    static Engine other;

    @BeforeAll
    static void start() {
        stores = TestStores.start(directory.resolve("data"), Set.of(Store.POSTGRES));
        redis = TestRedis.start();
        Map<String, String> both = Map.of("REDIS_URL", redis.url(), "DATABASE_URL", stores.url(Store.POSTGRES));
        one = ENGINES.make("api-1", directory, both, "--role=api").launch();
        other = ENGINES.make("api-2", directory, both, "--role=api").launch();
        one.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    static void stop() {
        try {
            one.close();
            other.close();
        } finally {
            redis.close();
            stores.close();
        }
    }

    @Test
    void processesLimitTogether() {
        Await.until("both limit together", PATIENCE, RateLimitIT::isShared);
    }

    @Test
    void withoutRedisEveryRequestIsAnsweredAndEachProcessLimitsByItself() {
        Await.until("both limit together", PATIENCE, RateLimitIT::isShared);
        String known = newClient();
        Await.until("a burst is used up", PATIENCE, () -> submit(one, known) == 429);
        redis.stop();
        double alone = judgedAlone(one);
        assertThat(submit(one, known))
                .as("what was used up before stays used up")
                .isEqualTo(429);
        String unknown = newClient();
        assertThat(IntStream.range(0, 3 * BURST).map(i -> submit(one, unknown)).filter(code -> code == 201))
                .hasSizeBetween(BURST, BURST + AFTERWARDS);
        assertThat(IntStream.range(0, 3 * BURST)
                        .map(i -> submit(other, unknown))
                        .filter(code -> code == 201))
                .hasSizeBetween(BURST, BURST + AFTERWARDS);
        assertThat(judgedAlone(one)).isGreaterThan(alone);
        redis.startAgain();
        Await.until("both limit together again", PATIENCE, RateLimitIT::isShared);
    }

    @Test
    void aRedisThatHangsHoldsNobodyUp() {
        Await.until("both limit together", PATIENCE, RateLimitIT::isShared);
        double alone = judgedAlone(one);
        String client = newClient();
        try (RedisKeys server = new RedisKeys(redis.url())) {
            server.pauseWrites(PATIENCE);
            assertThat(IntStream.range(0, 3 * BURST)
                            .map(i -> submit(one, client))
                            .filter(code -> code == 201))
                    .hasSizeBetween(BURST, BURST + AFTERWARDS);
            assertThat(judgedAlone(one)).isEqualTo(alone + 3 * BURST);
            server.unpause();
        }
        Await.until("both limit together again", PATIENCE, RateLimitIT::isShared);
    }

    /**
     * Asks both in turn, as a client of its own. False when one did not ask Redis: it starts, or the machine is slow.
     */
    private static boolean isShared() {
        double alone = judgedAlone(one) + judgedAlone(other);
        String client = newClient();
        long admitted = IntStream.range(0, 4 * BURST)
                .map(i -> submit(i % 2 == 0 ? one : other, client))
                .filter(code -> code == 201)
                .count();
        if (judgedAlone(one) + judgedAlone(other) > alone) {
            return false;
        }
        assertThat(admitted).isBetween((long) BURST, (long) BURST + AFTERWARDS);
        return true;
    }

    private static String newClient() {
        int number = CLIENTS.incrementAndGet();
        return "198.18." + number / 250 + "." + number % 250;
    }

    private static int submit(Engine engine, String client) {
        int code = engine.api()
                .post("/api/v1/workflow", WORKFLOW, Map.of("X-Forwarded-For", client))
                .code();
        assertThat(code).isIn(201, 429);
        return code;
    }

    private static double judgedAlone(Engine engine) {
        return engine.api()
                .text("/metrics")
                .lines()
                .filter(line -> line.startsWith("workflow_rate_limit_local_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
