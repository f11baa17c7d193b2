package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.domain.limit.Visits;
import dev.orchestrator.domain.limit.Windows;
import dev.orchestrator.ports.out.RequestLimits;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.twins.InMemoryRedis;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Limiting while the hot store is there, gone, silent, and back. */
class RequestLimiterTest {
    private static final RequestRate RATE = new RequestRate(60, 5);

    private final VirtualLoop loop = new VirtualLoop();
    private final InMemoryRedis redis = new InMemoryRedis(loop::now);
    private final RequestLimits store = redis.connect(loop).limits();
    private final List<String> told = new ArrayList<>();
    private boolean silent;

    private final RequestLimiter limiter = limiter(RATE);

    private RequestLimiter limiter(RequestRate rate) {
        return new RequestLimiter(
                loop,
                (client, asked) -> silent ? new CompletableFuture<>() : store.judge(client, asked),
                rate,
                (admitted, alone) -> told.add((admitted ? "admitted" : "refused") + (alone ? " alone" : "")));
    }

    private Judgement judge(String client) {
        CompletableFuture<Judgement> answer = limiter.judge(client).toCompletableFuture();
        loop.runUntilIdle();
        assertThat(answer).isDone();
        return answer.join();
    }

    @Test
    void allProcessesLimitTogether() {
        RequestLimiter other = limiter(RATE);
        for (int i = 0; i < 5; i++) {
            other.judge("ann");
        }
        assertThat(judge("ann").admitted()).isFalse();
        assertThat(judge("bob").admitted()).isTrue();
        assertThat(told)
                .containsExactly("admitted", "admitted", "admitted", "admitted", "admitted", "refused", "admitted");
    }

    @Test
    void withoutTheStoreTheSameBucketGoesOnHere() {
        judge("ann");
        judge("ann");
        redis.stop();
        assertThat(judge("ann").remaining()).isEqualTo(2);
        judge("ann");
        judge("ann");
        assertThat(judge("ann").admitted()).isFalse();
        loop.advance(Duration.ofSeconds(1));
        assertThat(judge("ann").admitted()).isTrue();
        assertThat(told).contains("admitted alone", "refused alone");
    }

    @Test
    void aSilentStoreHoldsUpOneRequestInEachPause() {
        silent = true;
        CompletableFuture<Judgement> first = limiter.judge("ann").toCompletableFuture();
        loop.runUntilIdle();
        assertThat(first).isNotDone();
        loop.advance(RequestLimiter.PATIENCE);
        assertThat(first.join().admitted()).isTrue();
        assertThat(judge("ann").admitted()).isTrue();
        loop.advance(RequestLimiter.PAUSE);
        CompletableFuture<Judgement> probe = limiter.judge("bob").toCompletableFuture();
        loop.runUntilIdle();
        assertThat(probe).isNotDone();
        assertThat(judge("cid").admitted()).as("others do not wait").isTrue();
        loop.advance(RequestLimiter.PATIENCE);
        assertThat(probe).isDone();
        assertThat(told).containsOnly("admitted alone").hasSize(4);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void theStoreIsAskedAgainOnceItIsBack() {
        redis.stop();
        judge("ann");
        redis.start();
        assertThat(told).containsExactly("admitted alone");
        loop.advance(RequestLimiter.PAUSE);
        judge("ann");
        judge("ann");
        assertThat(told).containsExactly("admitted alone", "admitted", "admitted");
    }

    /** However often it goes, no more passes than the shared bucket and this process' own admit. */
    @Test
    void aStoreThatComesAndGoesGivesNoFreshBucketEachTime() {
        Seeds.check(25, seed -> {
            Random random = new Random(seed);
            RequestRate rate = Visits.anyRate(random);
            RequestLimiter flapping = limiter(rate);
            Visits visits = new Visits(rate, random);
            Judgement last = new Judgement(rate, true, 0);
            List<Long> admitted = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                loop.advance(Duration.of(visits.pause(last), ChronoUnit.MICROS));
                if (random.nextInt(10) == 0) {
                    redis.stop();
                } else if (random.nextInt(5) == 0) {
                    redis.start();
                }
                CompletableFuture<Judgement> answer =
                        flapping.judge("client-" + seed).toCompletableFuture();
                loop.runUntilIdle();
                last = answer.join();
                if (last.admitted()) {
                    admitted.add(ChronoUnit.MICROS.between(Instant.EPOCH, loop.now()));
                }
            }
            redis.start();
            assertThat(Windows.fullest(admitted)).isLessThanOrEqualTo(2 * (rate.perMinute() + rate.burst()));
        });
    }

    @Test
    void memoryIsBoundedAndForgetsWhoWasNotSeenForLongest() {
        LocalBuckets buckets = new LocalBuckets(RATE, 100);
        for (int i = 0; i < 10_000; i++) {
            buckets.judge("client-" + i, 0);
            buckets.judge("regular", 0);
        }
        assertThat(buckets.size()).isEqualTo(100);
        assertThat(buckets.judge("regular", 0).admitted()).isFalse();
        assertThat(buckets.judge("client-9999", 0).remaining()).isEqualTo(3);
        assertThat(buckets.judge("client-0", 0).remaining()).isEqualTo(4);
    }
}
