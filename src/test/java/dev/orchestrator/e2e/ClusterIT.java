package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.samples.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each role in processes of its own, with simulated latencies. */
@Timeout(240)
class ClusterIT {
    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES = new Engines()
            .with("REAPER_MIN_IDLE_SECONDS", "5")
            .with("REAPER_CHECK_INTERVAL_SECONDS", "1")
            .with("JAVA_TOOL_OPTIONS", Fleet.SMALL);

    static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = new Cluster(ENGINES, directory);
        cluster.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void everySampleGivesWhatItPromises() {
        Api api = cluster.api.api();
        List<SampleRun> runs =
                Sample.all().stream().map(sample -> SampleRun.of(sample, api)).toList();
        runs.forEach(SampleRun::verify);
        leavesNothingInRedis();
    }

    /** The last receipts may be on their way when the API shows the end. */
    private static void leavesNothingInRedis() {
        try (RedisKeys redis = new RedisKeys(cluster.redis())) {
            boolean empty =
                    Await.holds(Duration.ofSeconds(10), () -> redis.leftovers().isEmpty());
            assertThat(redis.leftovers()).as("keys left at rest").matches(left -> empty);
        }
    }
}
