package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.ManageDeadLetters.Page;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes dead letters as the original did. */
final class DeadLetterAnswers {
    private DeadLetterAnswers() {}

    static Map<String, @Nullable Object> page(Page page) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(
                "entries", page.letters().stream().map(DeadLetterAnswers::entry).toList());
        tree.put("count", page.count());
        tree.put("next_cursor", page.next() == null ? null : page.next().toString());
        return tree;
    }

    /** What a task is known by to its handler: the idempotency key. */
    static String task(Letter letter) {
        return letter.place().execution() + ":" + letter.place().node();
    }

    private static Map<String, Object> entry(Letter letter) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", letter.id().toString());
        tree.put("task_id", task(letter));
        tree.put("execution_id", letter.place().execution().toString());
        tree.put("node_id", letter.place().node().value());
        tree.put("handler", letter.place().handler());
        tree.put("error_message", letter.failure().message());
        tree.put("retry_count", Math.max(0, letter.attempts() - 1));
        tree.put("original_timestamp", letter.triggeredAt().toString());
        tree.put("failed_at", letter.failedAt().toString());
        tree.put("error_detail", detail(letter));
        return tree;
    }

    private static Map<String, Object> detail(Letter letter) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("message", letter.failure().message());
        tree.put("error_code", letter.failure().code());
        tree.put("category", letter.failure().category().name());
        tree.put("traceback_hash", letter.fingerprint());
        tree.put("timestamp", letter.failedAt().toString());
        return tree;
    }
}
