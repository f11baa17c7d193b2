package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.out.DeadLetters.Count;
import dev.orchestrator.ports.out.LetterRetries.Job;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what is done about many letters. */
final class ManyLettersAnswers {
    private ManyLettersAnswers() {}

    static Map<String, @Nullable Object> job(Job job) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("job_id", job.id().toString());
        tree.put("status", job.status().name().toLowerCase(Locale.ROOT));
        tree.put("matched", job.order().matched());
        tree.put("max", job.order().most());
        tree.put("rate_per_second", job.order().perSecond());
        tree.put("retried", job.tally().retried());
        tree.put("closed_meanwhile", job.tally().closed());
        tree.put("failed", job.tally().failed());
        tree.put("requested_by", job.order().by().isEmpty() ? null : job.order().by());
        tree.put("requested_at", job.madeAt().toString());
        tree.put("ended_at", job.endedAt() == null ? null : job.endedAt().toString());
        return tree;
    }

    static Map<String, Object> count(Count count, int most) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("matched", count.value());
        tree.put("matched_is_exact", count.isExact());
        tree.put("would_take", Math.min(count.value(), most));
        return tree;
    }

    static Map<String, Object> discarded(int count) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("status", "success");
        tree.put("message", "Dead letters discarded");
        tree.put("discarded", count);
        return tree;
    }
}
