package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import dev.orchestrator.twins.InMemoryRedis.Ports;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of request limits promises. The slow rate gives nothing back while a test runs. */
public abstract class RequestLimitsContract extends HotStoreContract {
    private static final RequestRate SLOW = new RequestRate(1, 5);
    private static final RequestRate FAST = new RequestRate(1_200, 2);

    private Judgement judge(String client, RequestRate rate) {
        return store.get(ports.limits().judge(client, rate));
    }

    @Test
    void aBurstIsAdmittedAndNoMore() {
        for (int left = 4; left >= 0; left--) {
            Judgement judgement = judge("ann", SLOW);
            assertThat(judgement.admitted()).isTrue();
            assertThat(judgement.remaining()).isEqualTo(left);
            assertThat(judgement.untilNext().isZero()).isEqualTo(left > 0);
        }
        Judgement refused = judge("ann", SLOW);
        assertThat(refused.admitted()).isFalse();
        assertThat(refused.remaining()).isZero();
        assertThat(refused.untilNext()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(refused.untilFull()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void aRefusalCostsNothing() {
        IntStream.range(0, 5).forEach(i -> judge("ann", SLOW));
        Duration first = judge("ann", SLOW).untilNext();
        IntStream.range(0, 50).forEach(i -> judge("ann", SLOW));
        assertThat(judge("ann", SLOW).untilNext()).isLessThanOrEqualTo(first);
    }

    @Test
    void clientsDoNotShare() {
        IntStream.range(0, 6).forEach(i -> judge("key:ann", SLOW));
        assertThat(judge("addr:ann", SLOW).remaining()).isEqualTo(4);
        assertThat(judge("key:ann", SLOW).admitted()).isFalse();
    }

    @Test
    void processesShareAndOfManyAtOnceNoMoreThanTheBurstIsAdmitted() {
        Ports other = store.connect();
        List<CompletionStage<Judgement>> all = IntStream.range(0, 40)
                .mapToObj(i -> (i % 2 == 0 ? ports : other).limits().judge("ann", SLOW))
                .toList();
        assertThat(all.stream().filter(each -> store.get(each).admitted())).hasSize(5);
    }

    @Test
    void whatWasTakenComesBackWithTime() {
        store.until(() -> !judge("ann", FAST).admitted());
        store.until(() -> judge("ann", FAST).admitted());
    }

    @Test
    void anotherRateIsAppliedAtOnce() {
        IntStream.range(0, 5).forEach(i -> judge("ann", SLOW));
        RequestRate smaller = new RequestRate(1, 2);
        assertThat(judge("ann", smaller).untilNext()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        assertThat(judge("ann", new RequestRate(1, 9)).admitted()).isTrue();
    }

    @Test
    void aWipeForgetsWhatWasAsked() {
        IntStream.range(0, 6).forEach(i -> judge("ann", SLOW));
        store.wipe();
        assertThat(judge("ann", SLOW).remaining()).isEqualTo(4);
    }
}
