package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.retention.Week;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.UUID;

/** The ids of a week, from the first to the one behind the last, and the name of its partitions. */
record WeekRange(UUID first, UUID end, String name) {
    /** As PostgreSQL sorts them: by their bytes. */
    static final Comparator<UUID> ORDER = (one, other) -> {
        int upper = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return upper != 0
                ? upper
                : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    };

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

    /** The name of the partitions that an id belongs to. */
    static String nameOf(UUID id) {
        return of(Week.of(Instant.ofEpochMilli(id.getMostSignificantBits() >>> MILLIS_SHIFT)))
                .name();
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
