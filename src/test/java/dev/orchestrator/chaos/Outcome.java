package dev.orchestrator.chaos;

import dev.orchestrator.checker.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a scenario went.
 *
 * @param wrong what is wrong beyond the rules of the checker
 * @param ended how long after everything was mended the last execution ended
 * @param repeated how often clients asked again, by reason
 * @param heldBack submissions that were not made, as too many were without an answer
 */
record Outcome(
        String scenario,
        Verdict verdict,
        List<String> wrong,
        Duration ended,
        Map<String, Integer> repeated,
        int heldBack,
        Path folder) {
    /** Of a run that has no verdict. */
    static Outcome without(String scenario, Throwable failure, Path folder) {
        Verdict.Accounts none = new Verdict.Accounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return new Outcome(
                scenario,
                new Verdict(List.of(), 0, none, List.of()),
                List.of("there is no verdict: " + failure),
                Duration.ZERO,
                Map.of(),
                0,
                folder);
    }

    boolean passed() {
        return verdict.passed() && wrong.isEmpty();
    }

    /** For people: the accounts, and what is wrong. */
    List<String> lines() {
        return List.of(
                scenario + ": " + verdict,
                "  all ended " + ended.toMillis() + " ms after the last fault was mended; requests repeated: "
                        + repeated + (heldBack == 0 ? "" : "; submissions held back: " + heldBack),
                wrong.isEmpty() ? "" : "  also wrong:\n  - " + String.join("\n  - ", wrong),
                "  " + (passed() ? "PASS" : "FAIL") + ", evidence in " + folder);
    }
}
