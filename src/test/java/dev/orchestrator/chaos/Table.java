package dev.orchestrator.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orchestrator.checker.Verdict;
import dev.orchestrator.e2e.Api;
import java.util.ArrayList;
import java.util.List;

/** All scenarios of a call at a glance. */
final class Table {
    private static final String ROW = "%-28s %6s %9s %7s %7s %9s %5s %6s %11s %8s %8s  %s";

    private Table() {}

    static List<String> of(List<Outcome> outcomes) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                ROW,
                "scenario",
                "ack'ed",
                "completed",
                "failed",
                "failed",
                "cancelled",
                "lost",
                "runs",
                "duplicated",
                "recovery",
                "recovery",
                ""));
        lines.add(String.format(ROW, "", "", "", "as asked", "else", "", "", "", "runs", "p50 ms", "p99 ms", ""));
        outcomes.forEach(outcome -> lines.add(row(outcome)));
        return lines;
    }

    private static String row(Outcome outcome) {
        Verdict verdict = outcome.verdict();
        Verdict.Accounts accounts = verdict.accounts();
        boolean recovered = !verdict.recoveries().isEmpty();
        return String.format(
                ROW,
                outcome.scenario(),
                accounts.acknowledged(),
                accounts.completed(),
                accounts.failedAsAsked(),
                accounts.failed(),
                accounts.cancelled(),
                accounts.lost(),
                accounts.runs(),
                accounts.duplicatedRuns(),
                recovered ? verdict.recovery(0.5).toMillis() : "-",
                recovered ? verdict.recovery(0.99).toMillis() : "-",
                outcome.passed() ? "PASS" : "FAIL");
    }

    static String json(List<Outcome> outcomes) {
        ArrayNode all = Api.JSON.createArrayNode();
        outcomes.forEach(outcome -> {
            Verdict.Accounts accounts = outcome.verdict().accounts();
            ObjectNode one = all.addObject().put("scenario", outcome.scenario()).put("passed", outcome.passed());
            one.put("acknowledged", accounts.acknowledged())
                    .put("completed", accounts.completed())
                    .put("failed_as_asked", accounts.failedAsAsked())
                    .put("failed_otherwise", accounts.failed())
                    .put("cancelled", accounts.cancelled())
                    .put("lost", accounts.lost())
                    .put("runs", accounts.runs())
                    .put("duplicated_runs", accounts.duplicatedRuns())
                    .put(
                            "violations",
                            outcome.verdict().broken() + outcome.wrong().size())
                    .put("recoveries", outcome.verdict().recoveries().size())
                    .put("recovery_p50_ms", outcome.verdict().recovery(0.5).toMillis())
                    .put("recovery_p99_ms", outcome.verdict().recovery(0.99).toMillis())
                    .put("ended_after_ms", outcome.ended().toMillis())
                    .put("evidence", outcome.folder().toString());
        });
        return all.toString();
    }
}
