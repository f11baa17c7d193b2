package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.domain.limit.Visits;
import dev.orchestrator.domain.limit.Windows;
import dev.orchestrator.simulation.Seeds;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The script on a real Redis, over random histories. To drive its clock, the line that reads it is exchanged for one that
 * takes it as an argument, and keys outlive the test; all else is the script as it is.
 */
class LimitScriptTest {
    private static final int SEEDS = 40;
    private static final int VISITS = 400;
    private static final long START = 1_900_000_000_000_000L;
    private static final int MILLION = 1_000_000;

    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT);
    private final String script = exchange(
            exchange(RedisScript.JUDGE_REQUEST.text(), "redis.call('TIME')", "{ARGV[3], ARGV[4]}"),
            "math.ceil(wait / 1000)",
            "3600000");

    private static String exchange(String text, String what, String with) {
        assertThat(text).containsOnlyOnce(what);
        return text.replace(what, with);
    }

    @AfterEach
    void close() {
        hot.close();
    }

    @Test
    @Defect("Fixed windows called sliding, twice the limit passing at their edge")
    void noMinuteAdmitsMoreThanTheLimitAndTheBurstAndTheArithmeticIsThatOfTheDomain() {
        Seeds.check(SEEDS, seed -> {
            Random random = new Random(seed);
            RequestRate rate = Visits.anyRate(random);
            Visits visits = new Visits(rate, random);
            List<Long> admitted = new ArrayList<>();
            Judgement last = new Judgement(rate, true, 0);
            long now = START;
            long full = now;
            for (int i = 0; i < VISITS; i++) {
                now += visits.pause(last);
                last = judge("client-" + seed, rate, now);
                assertThat(last).as("visit %d", i).isEqualTo(rate.judge(full, now));
                if (last.admitted()) {
                    full = now + last.untilFullMicros();
                    admitted.add(now);
                }
            }
            assertThat(Windows.fullest(admitted)).isLessThanOrEqualTo(rate.perMinute() + rate.burst());
        });
    }

    @Test
    void aClockThatIsSetBackLocksNobodyOut() {
        RequestRate rate = new RequestRate(60, 10);
        judge("ann", rate, START);
        Judgement judgement = judge("ann", rate, START - 86_400L * MILLION);
        assertThat(judgement.admitted()).isFalse();
        assertThat(judgement.untilNext()).hasSeconds(1);
    }

    @Test
    void theLargestNumbersStayExact() {
        RequestRate rate = new RequestRate(1, RequestRate.MOST);
        long late = START + 3 * rate.depthMicros();
        for (int i = 1; i < 4; i++) {
            assertThat(judge("ann", rate, late)).isEqualTo(new Judgement(rate, true, i * rate.intervalMicros()));
        }
    }

    @Test
    void whatIsKeptIsOneNumberThatExpiresWhenTheBucketIsFull() {
        RequestRate rate = new RequestRate(1, 5);
        var limits = hot.connect().limits();
        for (int i = 0; i < 7; i++) {
            hot.get(limits.judge("addr:2001:db8:0:0::/64", rate));
        }
        String key = RedisRequestLimits.key("addr:2001:db8:0:0::/64");
        assertThat(hot.call(Command.KEYS, "*").stream().map(Response::toString)).containsExactly(key);
        assertThat(hot.call(Command.GET, key).toString()).matches("\\d{16}");
        assertThat(hot.call(Command.PTTL, key).toLong()).isBetween(240_000L, 300_000L);
        hot.get(limits.judge("short", new RequestRate(RequestRate.MOST, 1)));
        hot.until(
                () -> hot.call(Command.EXISTS, RedisRequestLimits.key("short")).toInteger() == 0);
    }

    /** It must not admit what it cannot count; who asked judges by itself then. */
    @Test
    void aStoreWithoutMemoryFailsToJudge() {
        var limits = hot.connect().limits();
        hot.call(Command.CONFIG, "SET", "maxmemory", "1");
        try {
            assertThatThrownBy(() -> hot.get(limits.judge("ann", new RequestRate(1, 5))))
                    .isInstanceOf(RedisRefused.class)
                    .hasMessageContaining("OOM");
        } finally {
            hot.call(Command.CONFIG, "SET", "maxmemory", "0");
        }
        assertThat(hot.get(limits.judge("ann", new RequestRate(1, 5))).remaining())
                .isEqualTo(4);
    }

    /** What one judgement costs: one round trip. */
    @Test
    void aJudgementIsOneCommand() throws Exception {
        RequestRate rate = new RequestRate(300, 300);
        var limits = hot.connect().limits();
        hot.get(limits.judge("warm", rate));
        try (RedisMonitor monitor = RedisMonitor.of(hot)) {
            hot.get(limits.judge("ann", rate));
            assertThat(monitor.clientCommandsUntil(() -> hot.call(Command.ECHO, RedisMonitor.END)))
                    .containsExactly("EVALSHA");
        }
    }

    private Judgement judge(String client, RequestRate rate, long now) {
        Response reply = hot.call(
                Command.EVAL,
                script,
                "1",
                RedisRequestLimits.key(client),
                Long.toString(rate.intervalMicros()),
                Long.toString(rate.depthMicros()),
                Long.toString(now / MILLION),
                Long.toString(now % MILLION));
        boolean admitted = reply.get(0).toString().equals("ADMITTED");
        return new Judgement(rate, admitted, Long.parseLong(reply.get(1).toString()));
    }
}
