package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.Run;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How consumer groups of Redis are used, and what they do that surprises. */
class RedisDeliveryTest extends HotStoreContract {
    private static final ShardKeys KEYS = new ShardKeys(0);
    private static final String LANE = KEYS.lane(0);

    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT);

    @Override
    protected HotStore newStore() {
        return hot;
    }

    @AfterEach
    void close() {
        hot.close();
    }

    /** Defects: dead consumers pile up; DELCONSUMER drops what is pending. No process is a consumer of its own. */
    @Test
    @Defect({"Dead consumers piling up", "DELCONSUMER drops what is pending"})
    void manyProcessesAreOneConsumer() {
        Run run = run(1, "a1", "a2", "a3", "a4", "a5");
        applied(run.trigger());
        String lane = KEYS.lane(RedisShape.DEFAULT.laneOf(run.id()));
        for (int i = 0; i < 5; i++) {
            RedisStore process = hot.open();
            var task = hot.get(process.tasks().take(demand("w" + i, 1, LEASE, AT_ONCE, "a")))
                    .get(0);
            hot.get(process.tasks().complete(task, Run.DONE, Report.NONE));
            assertThat(hot.get(process.completions().read("o" + i, List.of(0, 1, 2, 3), 9, AT_ONCE)))
                    .hasSize(1);
        }
        assertThat(hot.call(Command.XINFO, "CONSUMERS", lane, "orchestrators").size())
                .isEqualTo(1);
        assertThat(hot.call(Command.XINFO, "CONSUMERS", KEYS.queue(Run.queue("a")), "workers")
                        .size())
                .isEqualTo(1);
        assertThat(hot.rest()).containsEntry("pending", 5);
    }

    /** Users name queues, so one that no worker reads must leave nothing behind, however its tasks end. */
    @Test
    @Defect("Streams and keys never deleted")
    void aQueueThatNobodyReadsIsForgottenWithItsLastTask() {
        Run cancelled = run(1, "a", "b");
        Run late = run(2, Run.workflow(OnFailure.CONTINUE, Duration.ofMillis(-1), "b", "c"));
        applied(cancelled.trigger());
        applied(late.trigger());
        applied(cancelled.cancel());
        assertThat(hot.keys()).contains(KEYS.queue(Run.queue("b"))).doesNotContain(KEYS.queue(Run.queue("a")));
        assertThat(reclaimed(9)).isEqualTo(2);
        assertThat(hot.keys()).doesNotContain(KEYS.queue(Run.queue("b")), KEYS.queue(Run.queue("c")));
        assertThat(take("w", 9, "a")).isEmpty();
        applied(run(3, "a").trigger());
        assertThat(take("w", 9, "a")).hasSize(1);
    }

    /** Redis looks at ten pending messages for each that is asked for, from the cursor on. */
    @Test
    @Defect("XAUTOCLAIM must follow its cursor")
    void aClaimFollowsItsCursor() {
        List<String> ids = pending(40);
        Set<String> abandoned = new HashSet<>(ids.subList(30, 40));
        for (String id : ids) {
            String idle = abandoned.contains(id) ? "3600000" : "0";
            hot.call(Command.XCLAIM, LANE, "orchestrators", "w", "0", id, "IDLE", idle);
        }
        Set<String> claimed = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            for (Delivery delivery : hot.get(ports.completions().claim("other", Duration.ofMinutes(10), 1))) {
                claimed.add(delivery.receipt().id());
            }
        }
        assertThat(claimed).isEqualTo(abandoned);
    }

    /** Each claim raises the delivery count, as an outage of the database does; it never means poison. */
    @Test
    @Defect("XAUTOCLAIM raises the delivery count unless JUSTID")
    void aMessageMayBeClaimedAsOftenAsItTakes() {
        String id = pending(1).get(0);
        for (int i = 0; i < 100; i++) {
            assertThat(hot.get(ports.completions().claim("other", Duration.ZERO, 9)))
                    .extracting(delivery -> delivery.receipt().id())
                    .containsExactly(id);
        }
        assertThat(hot.call(Command.XPENDING, LANE, "orchestrators", "-", "+", "9")
                        .get(0)
                        .get(3)
                        .toInteger())
                .isGreaterThan(100);
        assertThat(hot.get(hot.open().strangers().oldest(9))).isEmpty();
    }

    /** Messages that were read and not acknowledged. */
    private List<String> pending(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(hot.add(
                    LANE,
                    Buffer.buffer("v"),
                    Buffer.buffer("1"),
                    Buffer.buffer("e"),
                    Buffer.buffer(run(i, "a").id().toString()),
                    Buffer.buffer("m"),
                    Buffer.buffer("{\"type\":\"time_out\",\"run\":1}")));
        }
        assertThat(messages()).hasSize(count);
        return ids;
    }
}
