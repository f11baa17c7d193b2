package dev.orchestrator.domain.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic at its ends; what it promises over time is tested on the stores. */
class RequestRateTest {
    private static final long NOW = 1_900_000_000_000_000L;

    @ParameterizedTest
    @CsvSource({"1, 60000000", "7, 8571429", "300, 200000", "999999, 61", "1000000, 60"})
    void theIntervalIsRoundedUpSoThatTheRateIsNeverExceeded(int perMinute, long micros) {
        assertThat(new RequestRate(perMinute, 1).intervalMicros()).isEqualTo(micros);
        assertThat(micros * perMinute).isGreaterThanOrEqualTo(60_000_000);
    }

    @Test
    void aBurstOfOneSpacesRequestsEvenly() {
        RequestRate rate = new RequestRate(60, 1);
        Judgement first = rate.judge(NOW, NOW);
        assertThat(first.admitted()).isTrue();
        assertThat(first.untilNext()).hasSeconds(1);
        long full = NOW + first.untilFullMicros();
        assertThat(rate.judge(full, full - 1).admitted()).isFalse();
        assertThat(rate.judge(full, full).admitted()).isTrue();
    }

    /** A clock that is set back must not lock anybody out for longer than an empty bucket would. */
    @Test
    void aTimeTooFarAwayIsAnEmptyBucket() {
        RequestRate rate = new RequestRate(60, 10);
        Judgement judgement = rate.judge(NOW + Duration.ofDays(9).toNanos() / 1_000, NOW);
        assertThat(judgement.admitted()).isFalse();
        assertThat(judgement.untilNext()).hasSeconds(1);
        assertThat(judgement.untilFull()).hasSeconds(10);
    }

    @Test
    void theLargestRateFitsItsNumbers() {
        RequestRate rate = new RequestRate(1, RequestRate.MOST);
        Judgement judgement = rate.judge(NOW, NOW);
        assertThat(judgement.remaining()).isEqualTo(RequestRate.MOST - 1);
        assertThat(NOW + rate.depthMicros()).isLessThan(1L << 53);
    }

    @Test
    void whatIsNoRateIsRefused() {
        assertThatThrownBy(() -> new RequestRate(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestRate(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestRate(RequestRate.MOST + 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
