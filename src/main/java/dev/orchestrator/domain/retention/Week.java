package dev.orchestrator.domain.retention;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/**
 * The executions of one week, by the times of their ids: they are stored together and leave together. Weeks begin on
 * Mondays, UTC. Ids that tell no time between {@link #FIRST} and {@link #END} share two that never leave.
 *
 * @param monday its first day; that of {@link #PAST} and {@link #FAR} only names them
 */
public record Week(LocalDate monday) implements Comparable<Week> {
    public static final LocalDate FIRST = LocalDate.of(2020, 1, 6);
    public static final LocalDate END = LocalDate.of(2100, 1, 4);
    /** What is older than the first. */
    public static final Week PAST = new Week(LocalDate.of(1970, 1, 5));
    /** What is beyond the last, and ids of other versions. */
    public static final Week FAR = new Week(END);

    public Week {
        if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
            throw new IllegalArgumentException(monday + " is no Monday");
        }
    }

    public static Week of(Instant time) {
        LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
        if (day.isBefore(FIRST)) {
            return PAST;
        }
        return day.isBefore(END) ? new Week(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))) : FAR;
    }

    public Week next() {
        return new Week(monday.plusWeeks(1));
    }

    public Instant start() {
        return monday.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public Instant end() {
        return next().start();
    }

    /** Whether it has no bounds of its own, so that more may always come to it. */
    public boolean isUnbounded() {
        return monday.isBefore(FIRST) || !monday.isBefore(END);
    }

    @Override
    public int compareTo(Week other) {
        return monday.compareTo(other.monday);
    }
}
