package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.bootstrap.embedded.TestRedis;
import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Run;
import dev.orchestrator.ports.out.StoreWiped;
import dev.orchestrator.ports.out.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that comes back may have lost what was written last, so it counts as new. */
class RedisRestartTest extends HotStoreContract {
    private final TestRedis redis = TestRedis.start();
    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT, new RedisServer(redis.url()));

    @Override
    protected HotStore newStore() {
        return hot;
    }

    @AfterEach
    void close() {
        hot.close();
        redis.close();
    }

    @Test
    @Defect("After a failover acknowledged entries may be gone and finished ones pending again")
    void aRestartIsNoticedAndHarmless() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        Task task = takeOne("w", "a");
        redis.stop();
        assertThatThrownBy(() -> apply(run.restore())).isInstanceOf(RedisUnavailable.class);
        redis.startAgain();
        hot.until(() -> isRefused());
        hot.until(() -> identified());
        assertThat(isRefused()).as("identified, and not put right yet").isTrue();
        assertThat(hot.get(ports.upkeep().identify())).isFalse();
        applied(run.restore());
        hot.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        applied(run.complete("a", Run.DONE, message().receipt()));
        hot.get(ports.upkeep().admitStarts());
        assertThat(nodes(take("w", 9, "a", "b"))).containsExactly("b");
        assertThat(hot.get(hot.connect().live().apply(run.restore()))).isEqualTo(Reply.APPLIED);
    }

    private boolean isRefused() {
        try {
            hot.get(hot.connect().tasks().take(demand("w", 9, LEASE, AT_ONCE, "b")));
            return false;
        } catch (StoreWiped notYet) {
            return true;
        } catch (RedisUnavailable stillAway) {
            return false;
        }
    }

    private boolean identified() {
        try {
            return hot.get(ports.upkeep().identify());
        } catch (RedisUnavailable stillAway) {
            return false;
        }
    }
}
