package dev.orchestrator.checker;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run is judged to be.
 *
 * @param violations of each rule at most {@link Findings#MOST_PER_RULE}, in the order of the rules
 * @param broken how many there were in all
 * @param recoveries of each execution that was open when a fault was over, how long until its next version; shortest first
 */
public record Verdict(List<Violation> violations, int broken, Accounts accounts, List<Duration> recoveries) {
    public boolean passed() {
        return broken == 0;
    }

    /** The rules that were broken. */
    public Set<String> rules() {
        return violations.stream().map(Violation::rule).collect(Collectors.toSet());
    }

    /** The recovery time that so large a share (0 to 1) of executions did not exceed; zero when there is none. */
    public Duration recovery(double share) {
        int index = (int) Math.ceil(share * recoveries.size()) - 1;
        return recoveries.isEmpty() ? Duration.ZERO : recoveries.get(Math.max(0, index));
    }

    /**
     * How the run went, in numbers.
     *
     * @param acknowledged submissions whose trigger was acknowledged
     * @param failedAsAsked those that ended FAILED and were to
     * @param failed those that ended FAILED otherwise
     * @param lost those that are not stored, or have not ended
     * @param stored executions in the journal
     * @param runs starts in the ledger
     * @param duplicatedRuns starts of a dispatch that had started before, and runs that did once more what an earlier run of
     *     the node had done to its end
     * @param excused starts that came late and are excused by a fault
     */
    public record Accounts(
            int acknowledged,
            int completed,
            int failedAsAsked,
            int failed,
            int cancelled,
            int lost,
            int stored,
            int runs,
            int duplicatedRuns,
            int excused) {}

    @Override
    public String toString() {
        String head = String.format(
                "%s: %d acknowledged, %d completed, %d failed as asked, %d failed otherwise, %d cancelled, %d lost;"
                        + " %d runs, %d duplicated, %d late but excused; recovery p50 %d ms, p99 %d ms of %d",
                passed() ? "PASS" : "FAIL (" + broken + " violations)",
                accounts.acknowledged(),
                accounts.completed(),
                accounts.failedAsAsked(),
                accounts.failed(),
                accounts.cancelled(),
                accounts.lost(),
                accounts.runs(),
                accounts.duplicatedRuns(),
                accounts.excused(),
                recovery(0.5).toMillis(),
                recovery(0.99).toMillis(),
                recoveries.size());
        return violations.stream().map(it -> "\n  " + it).collect(Collectors.joining("", head, ""));
    }
}
