package dev.orchestrator.checker;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what rules find, bounded: the first of each kind tell the story, the rest is counted. */
final class Findings {
    static final int MOST_PER_RULE = 20;

    private final List<Violation> kept = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private int excused;

    /** What one rule says about one execution, or about the run where that is null. */
    About about(Rule rule, @Nullable ExecutionId execution) {
        return new About(rule, execution);
    }

    List<Violation> kept() {
        return List.copyOf(kept);
    }

    int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    int excused() {
        return excused;
    }

    private void add(Violation violation) {
        if (counts.merge(violation.rule(), 1, Integer::sum) <= MOST_PER_RULE) {
            kept.add(violation);
        }
    }

    final class About {
        private final Rule rule;
        private final @Nullable ExecutionId execution;

        private About(Rule rule, @Nullable ExecutionId execution) {
            this.rule = rule;
            this.execution = execution;
        }

        /** Expects something; the texts are arguments and their format, told only when it does not hold. */
        void expect(boolean holds, @Nullable NodeId node, String expected, Object seen) {
            if (!holds) {
                add(new Violation(rule.name(), execution, node, expected, String.valueOf(seen)));
            }
        }

        void broken(@Nullable NodeId node, String expected, Object seen) {
            expect(false, node, expected, seen);
        }

        /** Counts what would be a violation if no fault had been at work. */
        void excuse() {
            excused++;
        }
    }
}
