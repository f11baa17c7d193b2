package dev.orchestrator.twins;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.domain.limit.Visits;
import dev.orchestrator.domain.limit.Windows;
import dev.orchestrator.ports.out.RequestLimits;
import dev.orchestrator.simulation.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How much any 60 seconds admit, wherever they begin. */
class LimitWindowsTest {
    private static final int SEEDS = 200;
    private static final int VISITS = 1_500;
    private static final long INTERVALS_TO_TRY = 3;

    private final VirtualLoop loop = new VirtualLoop();
    private final RequestLimits limits =
            new InMemoryRedis(loop::now).connect(loop).limits();

    @Test
    @Defect("Fixed windows called sliding, twice the limit passing at their edge")
    void noMinuteAdmitsMoreThanTheLimitAndTheBurst() {
        Seeds.check(SEEDS, seed -> {
            Random random = new Random(seed);
            RequestRate rate = Visits.anyRate(random);
            Visits visits = new Visits(rate, random);
            List<Long> admitted = new ArrayList<>();
            Judgement last = new Judgement(rate, true, 0);
            for (int i = 0; i < VISITS; i++) {
                pass(visits.pause(last));
                last = judge(seed, rate);
                if (last.admitted()) {
                    admitted.add(micros());
                }
            }
            assertThat(Windows.fullest(admitted)).as("%s", rate).isLessThanOrEqualTo(rate.perMinute() + rate.burst());
        });
    }

    /** The bound is no looser than it must be: a burst, and then each request as soon as it may come, reach it. */
    @Test
    void theBoundIsReached() {
        RequestRate rate = new RequestRate(300, 20);
        List<Long> admitted = new ArrayList<>();
        while (admitted.size() < 2 * 320) {
            Judgement judgement = judge(0, rate);
            if (judgement.admitted()) {
                admitted.add(micros());
            }
            pass(judgement.untilNext().toNanos() / 1_000);
        }
        assertThat(Windows.fullest(admitted)).isEqualTo(320);
    }

    /** Else a limit that admits nothing would pass the test above. */
    @Test
    void whoComesAsToldIsAdmittedAndWhoKeepsToTheRateIsNeverRefused() {
        Seeds.check(SEEDS, seed -> {
            RequestRate rate = Visits.anyRate(new Random(seed));
            Judgement last = judge(seed, rate);
            for (int i = 0; i < 2 * rate.burst(); i++) {
                last = judge(seed, rate);
            }
            for (int i = 0; i < INTERVALS_TO_TRY; i++) {
                pass(last.untilNext().toNanos() / 1_000);
                last = judge(seed, rate);
                assertThat(last.admitted()).as("%s", rate).isTrue();
                pass(rate.intervalMicros());
                last = judge(seed, rate);
                assertThat(last.admitted()).as("%s", rate).isTrue();
            }
            pass(rate.depthMicros());
            assertThat(judge(seed, rate).remaining()).isEqualTo(rate.burst() - 1);
        });
    }

    private Judgement judge(long seed, RequestRate rate) {
        var answer = limits.judge("client-" + seed, rate).toCompletableFuture();
        loop.runUntilIdle();
        return answer.join();
    }

    private void pass(long micros) {
        loop.advance(Duration.of(micros, ChronoUnit.MICROS));
    }

    private long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, loop.now());
    }
}
