package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.bootstrap.embedded.TestRedis;
import dev.orchestrator.ports.out.Beats;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Run;
import dev.orchestrator.ports.out.Upkeep.Identity;
import dev.orchestrator.twins.InMemoryRedis.Ports;
import io.vertx.redis.client.Command;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server whose data grows older while its process goes on: its run id tells nothing. */
class RedisRollbackTest extends HotStoreContract {
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
    void anOlderDumpThatIsLoadedIsNoticed() {
        Run run = run(1, "a");
        hot.call(Command.SAVE);
        applied(run.trigger());
        assertThat(hot.get(ports.upkeep().identify())).isFalse();
        hot.call(Command.DEBUG, "RELOAD", "NOSAVE");
        assertThat(hot.get(ports.upkeep().identify())).isTrue();
        assertThat(hot.get(ports.upkeep().identify())).isFalse();
        assertThat(hot.get(ports.live().read(run.id()))).isEmpty();
    }

    /** Others have beaten the count up again, to more than this process made. */
    @Test
    void aSecondThatWasLostIsNoticedByWhoeverBeatInIt() {
        Ports other = hot.connect();
        hot.call(Command.SAVE);
        hot.get(ports.upkeep().identify());
        hot.call(Command.DEBUG, "RELOAD", "NOSAVE");
        for (int i = 0; i < 3; i++) {
            assertThat(hot.get(other.upkeep().identify())).isFalse();
        }
        assertThat(hot.get(ports.upkeep().identify())).isTrue();
        assertThat(hot.get(other.upkeep().identify())).as("it hears of it").isTrue();
    }

    @Test
    void aProcessThatBeginsLaterNoticesByWhatIsRemembered() {
        hot.call(Command.SAVE);
        Beats remembered = hot.get(ports.upkeep().identify(Beats.NONE)).beats();
        hot.call(Command.DEBUG, "RELOAD", "NOSAVE");
        Identity found = hot.get(hot.connect().upkeep().identify(remembered));
        assertThat(found.replaced()).isTrue();
    }

    @Test
    void aPrimaryThatFollowedAStaleReplicaIsNew() {
        try (TestRedis second = TestRedis.start();
                RealHotStore stale = new RealHotStore(RedisShape.DEFAULT, new RedisServer(second.url()))) {
            follow(stale, redis);
            stale.call(Command.REPLICAOF, "NO", "ONE");
            applied(run(1, "a").trigger());
            follow(hot, second);
            assertThatThrownBy(() -> hot.get(ports.upkeep().identify()))
                    .isInstanceOf(RedisUnavailable.class)
                    .hasMessageContaining("replica");
            hot.call(Command.REPLICAOF, "NO", "ONE");
            assertThat(hot.get(ports.upkeep().identify())).isTrue();
            assertThat(hot.get(ports.upkeep().identify())).isFalse();
            applied(run(2, "a").trigger());
        }
    }

    /** The copy lost nothing that anybody counts; it was made the primary all the same, and by then it may have. */
    @Test
    void aPrimaryThatFollowedForAMomentIsNew() {
        try (TestRedis second = TestRedis.start();
                RealHotStore copy = new RealHotStore(RedisShape.DEFAULT, new RedisServer(second.url()))) {
            follow(copy, redis);
            assertThat(hot.get(ports.upkeep().identify()))
                    .as("a replica was attached, nothing else")
                    .isFalse();
            copy.until(() -> copy.call(Command.GET, new ShardKeys(0).beats())
                    .toString()
                    .equals(hot.call(Command.GET, new ShardKeys(0).beats()).toString()));
            copy.call(Command.REPLICAOF, "NO", "ONE");
            follow(hot, second);
            hot.call(Command.REPLICAOF, "NO", "ONE");
            assertThat(hot.get(ports.upkeep().identify())).isTrue();
            assertThat(hot.get(ports.upkeep().identify())).isFalse();
        }
    }

    @Test
    void aReplicaThatTookOverIsNewAndTheOldPrimaryIsNoneAfterwards() {
        Run run = run(1, "a");
        try (TestRedis second = TestRedis.start();
                RealHotStore replica = new RealHotStore(RedisShape.DEFAULT, new RedisServer(second.url()))) {
            follow(replica, redis);
            Beats before = hot.get(ports.upkeep().identify(Beats.NONE)).beats();
            replica.call(Command.REPLICAOF, "NO", "ONE");
            Ports there = replica.connect();
            assertThat(hot.get(there.upkeep().identify(before)).replaced()).isTrue();
            applied(run.trigger());
            Beats after = hot.get(there.upkeep().identify(before)).beats();
            assertThat(hot.get(ports.upkeep().identify(after)).replaced())
                    .as("two primaries: the one with fewer beats counts as lost")
                    .isTrue();
            assertThat(hot.get(ports.live().apply(run.restore()))).isEqualTo(Reply.APPLIED);
        }
    }

    private static void follow(RealHotStore follower, TestRedis primary) {
        URI address = URI.create(primary.url());
        follower.call(Command.CONFIG, "SET", "masterauth", address.getUserInfo().substring(1));
        follower.call(Command.REPLICAOF, address.getHost(), Integer.toString(address.getPort()));
        follower.until(
                () -> follower.call(Command.INFO, "replication").toString().contains("master_link_status:up"));
    }
}
