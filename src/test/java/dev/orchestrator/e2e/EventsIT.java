package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.guarantees.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Streams of events where the API that serves them is not the orchestrator that decided, and where both may die. */
@Timeout(240)
class EventsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int STREAMS = 20;
    private static final int NODES = 12;

    @TempDir
    static Path directory;

    @RegisterExtension
    static final Engines ENGINES =
            new Engines().with("REAPER_MIN_IDLE_SECONDS", "5").with("REAPER_CHECK_INTERVAL_SECONDS", "1");

    static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = new Cluster(ENGINES, directory).start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Kills the API in mid-stream and empties Redis; every client goes on where it was and misses nothing. */
    @Test
    @Guarantee("G6")
    void everyVersionIsSeenOnceOverAKillAndAnEmptiedRedis() {
        List<String> executions = IntStream.range(0, STREAMS)
                .mapToObj(i -> cluster.api.api().run(chain()))
                .toList();
        List<EventStream> first = follow(executions, List.of());
        Await.until("all streams move", PATIENCE, () -> first.stream().allMatch(stream -> stream.last() >= 4));
        cluster.api.kill();
        Await.until("all streams broke", PATIENCE, () -> first.stream().allMatch(EventStream::isOver));
        assertThat(first).allMatch(stream -> stream.end() == null);
        try (RedisKeys redis = new RedisKeys(cluster.redis())) {
            redis.wipe();
        }
        cluster.api.start();
        List<EventStream> second = follow(executions, first);
        Await.until("all streams end", PATIENCE, () -> second.stream().allMatch(EventStream::isOver));
        for (int i = 0; i < STREAMS; i++) {
            JsonNode status = cluster.api.api().status(executions.get(i));
            List<Integer> seen = new ArrayList<>(first.get(i).versions());
            seen.addAll(second.get(i).versions());
            assertThat(seen)
                    .as("versions of %s", executions.get(i))
                    .isEqualTo(IntStream.rangeClosed(1, status.path("version").asInt())
                            .boxed()
                            .toList());
            assertThat(second.get(i).end().path("status").asText()).isEqualTo("COMPLETED");
            assertThat(second.get(i).end().path("version").asInt())
                    .isEqualTo(status.path("version").asInt());
        }
        assertThat(cluster.api.terminate()).isZero();
    }

    private static List<EventStream> follow(List<String> executions, List<EventStream> before) {
        return IntStream.range(0, executions.size())
                .mapToObj(i -> new EventStream(
                        cluster.api.port(),
                        executions.get(i),
                        before.isEmpty() ? 0 : before.get(i).last()))
                .toList();
    }

    /** Runs for some seconds: each node waits a while, as timers of the engine. */
    private static String chain() {
        StringBuilder nodes = new StringBuilder();
        for (int i = 0; i < NODES; i++) {
            nodes.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"n")
                    .append(i)
                    .append("\",\"handler\":\"delay\",\"config\":{\"seconds\":0.4}")
                    .append(i == 0 ? "" : ",\"dependencies\":[\"n" + (i - 1) + "\"]")
                    .append('}');
        }
        return "{\"name\":\"followed\",\"dag\":{\"nodes\":[" + nodes + "]}}";
    }
}
