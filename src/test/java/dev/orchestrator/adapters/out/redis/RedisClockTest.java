package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Run;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server whose clock differs from ours, or goes back. It cannot be set, so what it has stored is moved instead. */
class RedisClockTest extends HotStoreContract {
    private static final ShardKeys KEYS = new ShardKeys(0);
    private static final Duration HOUR = Duration.ofHours(1);

    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT);

    @Override
    protected HotStore newStore() {
        return hot;
    }

    @AfterEach
    void close() {
        hot.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, -5, 0, 1, 5, 3_600})
    void whatIsDueInAWhileIsDueInAWhileByTheServersClock(long oursAheadSeconds) {
        Duration ahead = Duration.ofSeconds(oursAheadSeconds);
        Run run = Run.of(1, Run.workflow("a"), () -> hot.now().plus(ahead));
        Scripts scripts = new Scripts(new RedisLink(RealHotStore.loop(), RealHotStore.server()));
        RedisLiveState ours = new RedisLiveState(new Incarnations(scripts, 1), RedisShape.DEFAULT, () -> hot.now()
                .plus(ahead));
        assertThat(hot.get(ours.apply(run.trigger()))).isEqualTo(Reply.APPLIED);
        assertThat(score(KEYS.timers(), "T|" + run.id() + "|1")).isBetween(in(HOUR, -2), in(HOUR, 2));
        assertThat(score(KEYS.deadlines(), run.id() + "|a|1"))
                .isBetween(in(Duration.ofMinutes(15), -2), in(Duration.ofMinutes(15), 2));
    }

    @Test
    void aClockThatWentBackMakesTheStoreNewAndARestoreShortensWhatWaits() {
        Run run = run(1, "a", "b");
        applied(run.trigger());
        takeOne("dead", "a");
        applied(run.complete("b", Run.FAILED));
        assertThat(hot.get(ports.upkeep().identify())).isFalse();
        moveIntoTheFuture(KEYS.deadlines());
        moveIntoTheFuture(KEYS.timers());
        hot.call(Command.INCRBY, KEYS.clock(), Long.toString(HOUR.toMillis()));
        assertThat(hot.get(ports.upkeep().identify()))
                .as("everything is to be re-driven")
                .isTrue();
        assertThat(hot.get(ports.upkeep().identify())).isFalse();
        applied(run.restore());
        assertThat(score(KEYS.deadlines(), run.id() + "|a|1")).isLessThanOrEqualTo(in(LEASE, 1));
        assertThat(score(KEYS.timers(), "W|" + run.id() + "|b|1")).isLessThanOrEqualTo(in(Duration.ZERO, 1));
        assertThat(score(KEYS.timers(), "T|" + run.id() + "|1")).isLessThanOrEqualTo(in(HOUR, 1));
    }

    @Test
    void aRestoreNeverProlongsALease() {
        Run run = run(1, "a");
        applied(run.trigger());
        take("w", 1, Duration.ofSeconds(1), "a");
        long before = score(KEYS.deadlines(), run.id() + "|a|1");
        applied(run.restore());
        assertThat(score(KEYS.deadlines(), run.id() + "|a|1")).isEqualTo(before);
    }

    @Test
    void membersThatWereAnnouncedBeforeTheClockWentBackAreForgotten() {
        hot.get(ports.members().announce("worker", "dead", Map.of(), Duration.ofSeconds(3)));
        String role = hot.keys().stream()
                .filter(key -> key.endsWith(":worker"))
                .findFirst()
                .orElseThrow();
        hot.call(Command.ZINCRBY, role, Long.toString(HOUR.toMillis()), "dead");
        assertThat(hot.get(ports.members().names("worker"))).isEqualTo(List.of("dead"));
        hot.get(ports.members().announce("worker", "living", Map.of(), Duration.ofSeconds(3)));
        assertThat(hot.get(ports.members().names("worker"))).isEqualTo(List.of("living"));
    }

    private void moveIntoTheFuture(String key) {
        hot.call(Command.ZRANGE, key, "0", "-1")
                .forEach(member -> hot.call(Command.ZINCRBY, key, Long.toString(HOUR.toMillis()), member.toString()));
    }

    private long score(String key, String member) {
        return hot.call(Command.ZSCORE, key, member).toLong();
    }

    private long in(Duration time, int slackSeconds) {
        Instant at = hot.now().plus(time).plusSeconds(slackSeconds);
        return at.toEpochMilli();
    }
}
