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

/** Each role in processes of its own, with simulated latencies, and what happens when some of them are killed. */
@Timeout(240)
class ClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES =
            new Engines().with("REAPER_MIN_IDLE_SECONDS", "5").with("REAPER_CHECK_INTERVAL_SECONDS", "1");

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

    @Test
    void killingOneOfEachRoleLosesNothing() {
        Load load = new Load(cluster.api.api(), 1).submit(40);
        load.awaitMidRun(PATIENCE);
        cluster.orchestrator.kill();
        cluster.worker.kill();
        load.submit(20);
        cluster.api.kill();
        cluster.api.start();
        load.verify(PATIENCE);
        leavesNothingInRedis();
        cluster.orchestrator.launch();
        cluster.worker.start();
        cluster.orchestrator.awaitReady();
    }

    @Test
    void emptyingRedisLosesNothing() {
        Load load = new Load(cluster.api.api(), 4).submit(30);
        load.awaitMidRun(PATIENCE);
        try (RedisKeys redis = new RedisKeys(cluster.redis())) {
            redis.wipe();
        }
        load.submit(10).verify(PATIENCE);
        leavesNothingInRedis();
    }

    @Test
    void aWorkerThatIsAskedToStopFinishesFirst() {
        Load load = new Load(cluster.api.api(), 2).submit(20);
        load.awaitMidRun(PATIENCE);
        assertThat(cluster.otherWorker.terminate()).isZero();
        cluster.otherWorker.start();
        load.verify(PATIENCE);
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
