package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;

/** Executions of random DAGs, each remembered once the API has acknowledged it. */
final class Load {
    private final Map<String, RandomDag> acknowledged = new LinkedHashMap<>();
    private final SplittableRandom chance;
    private final Api api;

    Load(Api api, long seed) {
        this.api = api;
        this.chance = new SplittableRandom(seed);
    }

    Load submit(int executions) {
        for (int i = 0; i < executions; i++) {
            RandomDag dag = new RandomDag(chance);
            acknowledged.put(api.run(dag.definition()), dag);
        }
        return this;
    }

    /** Waits until some of it has completed and some of it is with a worker. */
    void awaitMidRun(Duration patience) {
        Await.until("the load is in mid-run", patience, () -> has("COMPLETED") && has("RUNNING"));
    }

    private boolean has(String state) {
        return acknowledged.keySet().stream().anyMatch(id -> StreamSupport.stream(
                        api.status(id).get("node_statuses").spliterator(), false)
                .anyMatch(node -> node.asText().equals(state)));
    }

    /** Everything acknowledged ends, each node exactly as it must. */
    void verify(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        acknowledged.forEach((id, dag) -> {
            JsonNode status = api.awaitEnd(id, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            assertThat(status.path("status").asText()).as("%s", status).isEqualTo("COMPLETED");
            assertThat(SampleRun.states(status).values()).hasSize(dag.size()).containsOnly("COMPLETED");
            JsonNode outputs = api.outputs(id);
            assertThat(outputs.size()).isEqualTo(dag.size());
            dag.outputs().properties().forEach(it -> assertThat(outputs.get(it.getKey()))
                    .as("%s of %s", it.getKey(), id)
                    .isEqualTo(it.getValue()));
        });
    }
}
