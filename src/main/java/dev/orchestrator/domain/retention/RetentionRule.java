package dev.orchestrator.domain.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An execution may go when it ended so long ago and has no open dead letter. Weeks are looked at once all of their ids are
 * that old, so that most leave whole; an execution is kept a week longer at the most.
 *
 * @param age zero keeps everything for ever
 */
public record RetentionRule(Duration age) {
    public static final RetentionRule FOR_EVER = new RetentionRule(Duration.ZERO);

    public RetentionRule {
        if (age.isNegative()) {
            throw new IllegalArgumentException("a negative age: " + age);
        }
    }

    public boolean keepsForEver() {
        return age.isZero();
    }

    /** What ended before this may go. */
    public Instant endedBefore(Instant now) {
        return now.minus(age);
    }

    /** Whether what ended then may have been removed meanwhile, so that a copy of it proves nothing any more. */
    public boolean mayBeGone(@Nullable Instant endedAt, Instant now) {
        return !keepsForEver() && endedAt != null && endedAt.isBefore(endedBefore(now));
    }

    /** The weeks to look into, the oldest first. */
    public List<Week> due(Collection<Week> weeks, Instant now) {
        Instant end = endedBefore(now);
        return keepsForEver()
                ? List.of()
                : weeks.stream()
                        .filter(week -> week.isUnbounded() || !week.end().isAfter(end))
                        .sorted()
                        .toList();
    }

    public Fate fate(Week week, Census census) {
        if (census.kept() == 0 && !week.isUnbounded()) {
            return Fate.DROP;
        }
        return census.executions() > census.kept() ? Fate.THIN : Fate.KEEP;
    }
}
