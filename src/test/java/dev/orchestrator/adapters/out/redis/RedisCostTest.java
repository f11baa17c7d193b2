package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.Run;
import dev.orchestrator.ports.out.Task;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counts what clients send, so that nobody makes it more without noticing. */
class RedisCostTest extends HotStoreContract {
    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT);

    @Override
    protected HotStore newStore() {
        return hot;
    }

    @AfterEach
    void close() {
        hot.close();
    }

    /** Worker and orchestrator wait for each message: nothing is batched. It is less per workflow under load. */
    @Test
    @Defect("A completion published, then acknowledged, in two steps")
    void aWorkflowOfTwoNodesInAnIdleEngine() throws Exception {
        Run warm = run(9, "a");
        applied(warm.trigger());
        hot.get(ports.tasks().complete(takeOne("w", "a"), Run.DONE, Report.NONE));
        applied(warm.complete("a", Run.DONE, message().receipt()));
        assertThat(take("w", 5, "a", "b")).as("from now on it waits").isEmpty();
        Run run = run(1, "a", "b<a");
        try (RedisMonitor monitor = RedisMonitor.of(hot)) {
            applied(run.trigger());
            for (String node : List.of("a", "b")) {
                CompletionStage<List<Task>> tasks = ports.tasks().take(demand("w", 5, LEASE, PATIENT, "a", "b"));
                hot.get(ports.tasks().complete(hot.get(tasks).get(0), Run.DONE, Report.NONE));
                List<Delivery> deliveries = hot.get(ports.completions().read("r", List.of(0, 1, 2, 3), 100, PATIENT));
                applied(run.complete(node, Run.DONE, deliveries.get(0).receipt()));
            }
            assertThat(monitor.clientCommandsUntil(() -> hot.call(Command.ECHO, RedisMonitor.END)))
                    .containsExactly(
                            "EVALSHA",
                            "XREADGROUP",
                            "EVALSHA",
                            "EVALSHA",
                            "XREADGROUP",
                            "EVALSHA",
                            "XREADGROUP",
                            "EVALSHA",
                            "EVALSHA",
                            "XREADGROUP",
                            "EVALSHA");
        }
        assertAtRest();
    }
}
