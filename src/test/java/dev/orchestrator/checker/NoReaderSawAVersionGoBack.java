package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Sighting;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** G6. Each reader's answers about one execution, in the order in which they came, never fall. */
final class NoReaderSawAVersionGoBack implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Map<String, Sighting> last = new HashMap<>();
        one.sightings().stream()
                .sorted(Comparator.comparing(Sighting::answered))
                .forEach(next -> {
                    Sighting before = last.put(next.reader(), next);
                    boolean falls = before != null && before.version() > next.version();
                    findings.expect(!falls, null, "no version below the last one", before + ", then " + next);
                });
    }
}
