package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Fault;
import dev.orchestrator.checker.Evidence.Line;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Judges starts that come after what should have prevented them. */
final class Lateness {
    private Lateness() {}

    /** A start may come one heartbeat after the end; so much after a fault, if one was at work by then. */
    static void judge(Case one, Line start, Instant ended, String expected, Findings.About findings) {
        Instant limit = ended.plus(one.all().conditions().heartbeat());
        if (start.at().isAfter(limit)) {
            if (start.at().isAfter(extended(one, ended, limit))) {
                findings.broken(start.node(), expected, start);
            } else {
                findings.excuse();
            }
        }
    }

    private static Instant extended(Case one, Instant ended, Instant limit) {
        Instant latest = limit;
        List<Fault> faults = one.all().faults().stream()
                .sorted(Comparator.comparing(Fault::from))
                .toList();
        for (Fault fault : faults) {
            if (!fault.from().isAfter(latest) && fault.until().isAfter(ended)) {
                Instant after = fault.until().plus(one.all().conditions().heartbeat());
                latest = after.isAfter(latest) ? after : latest;
            }
        }
        return latest;
    }
}
