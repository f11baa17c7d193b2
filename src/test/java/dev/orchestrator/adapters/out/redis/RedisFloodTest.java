package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Run;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.TaskQueue.Beat;
import dev.orchestrator.ports.out.Upkeep.Reclaimed;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ten thousand things are due at once on a real server: each call does its page, and the pages bring all. */
class RedisFloodTest extends HotStoreContract {
    private static final int MANY = 10_000;
    private static final int RUNS = 20;
    private static final int EACH = MANY / RUNS;
    /** As the reaper and the orchestrator ask. */
    private static final int RECLAIM_PAGE = 512;

    private static final int PROMOTE_PAGE = 256;
    private static final Duration HORIZON = Duration.ofSeconds(5);

    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT);

    @Override
    protected HotStore newStore() {
        return hot;
    }

    @AfterEach
    void close() {
        hot.close();
    }

    @Test
    void tenThousandExpiredLeasesAmongLiveOnesAreTakenBack() {
        String[] nodes = Stream.of("a", "b")
                .flatMap(queue -> IntStream.range(0, EACH).mapToObj(i -> queue + i))
                .toArray(String[]::new);
        all(IntStream.range(0, RUNS)
                .mapToObj(i -> ports.live().apply(run(i, nodes).trigger())));
        List<Task> live = takeAll("live", Duration.ofMinutes(1), "b");
        assertThat(takeAll("dead", Duration.ofMillis(1), "a")).hasSize(MANY);
        long start = System.nanoTime();
        int calls = 0;
        Reclaimed page = new Reclaimed(RECLAIM_PAGE, Duration.ZERO);
        while (page.found() == RECLAIM_PAGE) {
            page = hot.get(ports.upkeep().reclaim(RECLAIM_PAGE, HORIZON));
            calls++;
            assertThat(hot.rest().get("messages")).isEqualTo(Math.min(MANY, calls * RECLAIM_PAGE));
        }
        report("took back 10,000 expired leases among 10,000 live ones", calls, start);
        assertThat(calls).isEqualTo(MANY / RECLAIM_PAGE + 1);
        assertThat(page.untilNext())
                .as("live leases are looked at when they are due")
                .isEqualTo(HORIZON);
        assertThat(hot.get(ports.tasks()
                                .beat("live", live.stream().map(Task::key).toList(), LEASE))
                        .values())
                .hasSize(MANY)
                .containsOnly(Beat.HELD);
    }

    @Test
    void tenThousandTimersDueAtOnceBecomeMessagesPageByPage() {
        String[] nodes = IntStream.range(0, EACH).mapToObj(i -> "a" + i).toArray(String[]::new);
        List<Run> runs = IntStream.range(0, RUNS).mapToObj(i -> run(i, nodes)).toList();
        all(runs.stream().map(run -> ports.live().apply(run.trigger())));
        all(runs.stream()
                .flatMap(run -> Stream.of(nodes).map(node -> ports.live().apply(run.complete(node, Run.FAILED)))));
        assertThat(hot.call(Command.ZCARD, new ShardKeys(0).timers()).toInteger())
                .isEqualTo(MANY + RUNS);
        var set = hot.now();
        hot.until(() -> hot.now().isAfter(set.plusMillis(100)));
        long start = System.nanoTime();
        int calls = 0;
        Duration pause = Duration.ZERO;
        while (pause.isZero()) {
            pause = hot.get(ports.upkeep().promote(PROMOTE_PAGE, HORIZON));
            calls++;
            assertThat(hot.rest().get("messages")).isEqualTo(Math.min(MANY, calls * PROMOTE_PAGE));
        }
        report("made messages of 10,000 timers due at once", calls, start);
        assertThat(calls).isEqualTo(MANY / PROMOTE_PAGE + 1);
        assertThat(messages()).hasSize(MANY);
    }

    private List<Task> takeAll(String worker, Duration lease, String node) {
        List<Task> all = new ArrayList<>();
        for (List<Task> some = take(worker, 500, lease, node); !some.isEmpty(); some = take(worker, 500, lease, node)) {
            all.addAll(some);
        }
        return all;
    }

    private void all(Stream<CompletionStage<Reply>> calls) {
        assertThat(calls.toList()).allMatch(reply -> hot.get(reply) == Reply.APPLIED);
    }

    private static void report(String what, int calls, long start) {
        System.out.printf("Redis %s in %d calls, %d ms%n", what, calls, (System.nanoTime() - start) / 1_000_000);
    }
}
