package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.retention.Week;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** The ids of a week, from the first to the one behind the last, and the name of its partitions. */
record WeekRange(UUID first, UUID end, String name) {
    private static final DateTimeFormatter NAME = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int MILLIS_SHIFT = 16;

    static WeekRange of(Week week) {
        if (!week.isUnbounded()) {
            return new WeekRange(least(week), least(week.next()), NAME.format(week.monday()));
        }
        return week.equals(Week.FAR)
                ? new WeekRange(least(Week.FAR), new UUID(-1, -1), "far")
                : new WeekRange(new UUID(0, 0), least(new Week(Week.FIRST)), "past");
    }

    static Week week(String name) {
        return switch (name) {
            case "past" -> Week.PAST;
            case "far" -> Week.FAR;
            default -> new Week(LocalDate.parse(name, NAME));
        };
    }

    private static UUID least(Week week) {
        return new UUID(week.start().toEpochMilli() << MILLIS_SHIFT, 0);
    }
}
