package dev.orchestrator.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionRuleTest {
    private static final RetentionRule RULE = new RetentionRule(Duration.ofDays(30));
    private static final Instant NOW = Instant.parse("2026-04-08T00:00:00Z");
    private static final Week WEEK = new Week(LocalDate.of(2026, 3, 2));

    @Test
    void aWeekBeginsOnMonday() {
        assertThat(Week.of(Instant.parse("2026-03-02T00:00:00Z"))).isEqualTo(WEEK);
        assertThat(Week.of(Instant.parse("2026-03-08T23:59:59.999Z"))).isEqualTo(WEEK);
        assertThat(Week.of(WEEK.end())).isEqualTo(WEEK.next());
        assertThat(Week.of(WEEK.start().minusMillis(1)).next()).isEqualTo(WEEK);
        assertThatThrownBy(() -> new Week(LocalDate.of(2026, 3, 3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timesFarAwayShareAWeekWithoutBounds() {
        assertThat(Week.of(Instant.EPOCH)).isEqualTo(Week.PAST);
        assertThat(Week.of(Instant.parse("2020-01-05T23:59:59Z"))).isEqualTo(Week.PAST);
        assertThat(Week.of(Instant.parse("2020-01-06T00:00:00Z")).isUnbounded()).isFalse();
        assertThat(Week.of(Instant.parse("2100-01-03T00:00:00Z")).isUnbounded()).isFalse();
        assertThat(Week.of(Instant.parse("2100-01-04T00:00:00Z"))).isEqualTo(Week.FAR);
    }

    @Test
    void aWeekIsDueWhenAllOfItIsOldEnough() {
        List<Week> all = List.of(WEEK.next(), Week.FAR, WEEK, Week.PAST);
        assertThat(RULE.due(all, NOW)).containsExactly(Week.PAST, WEEK, Week.FAR);
        assertThat(RULE.due(all, NOW.minusMillis(1))).containsExactly(Week.PAST, Week.FAR);
        assertThat(RetentionRule.FOR_EVER.due(all, NOW)).isEmpty();
    }

    @Test
    void aWeekGoesWholeOrLosesWhoMayGo() {
        assertThat(RULE.fate(WEEK, new Census(9, 0))).isEqualTo(Fate.DROP);
        assertThat(RULE.fate(WEEK, new Census(0, 0))).isEqualTo(Fate.DROP);
        assertThat(RULE.fate(WEEK, new Census(9, 1))).isEqualTo(Fate.THIN);
        assertThat(RULE.fate(WEEK, new Census(9, 9))).isEqualTo(Fate.KEEP);
        assertThat(RULE.fate(Week.FAR, new Census(9, 0))).isEqualTo(Fate.THIN);
        assertThat(RULE.fate(Week.FAR, new Census(0, 0))).isEqualTo(Fate.KEEP);
    }

    @Test
    void onlyWhatEndedLongAgoMayBeGone() {
        Instant limit = NOW.minus(Duration.ofDays(30));
        assertThat(RULE.mayBeGone(limit.minusMillis(1), NOW)).isTrue();
        assertThat(RULE.mayBeGone(limit, NOW)).isFalse();
        assertThat(RULE.mayBeGone(null, NOW)).isFalse();
        assertThat(RetentionRule.FOR_EVER.mayBeGone(Instant.EPOCH, NOW)).isFalse();
    }
}
