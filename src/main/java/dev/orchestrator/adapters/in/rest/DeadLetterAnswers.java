package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.ManageDeadLetters.Page;
import dev.orchestrator.ports.out.DeadLetters.Closing;
import dev.orchestrator.ports.out.DeadLetters.Group;
import dev.orchestrator.ports.out.DeadLetters.Groups;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes dead letters as the original did, with what it had not beside it. */
final class DeadLetterAnswers {
    private DeadLetterAnswers() {}

    static Map<String, @Nullable Object> page(Page page) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put(
                "entries", page.letters().stream().map(DeadLetterAnswers::entry).toList());
        tree.put("count", page.count().value());
        tree.put("count_is_exact", page.count().isExact());
        tree.put("next_cursor", page.next() == null ? null : page.next().toString());
        return tree;
    }

    static Map<String, Object> groups(Groups groups) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put(
                "groups", groups.groups().stream().map(DeadLetterAnswers::group).toList());
        tree.put("count", groups.kinds());
        tree.put("is_complete", groups.isComplete());
        return tree;
    }

    private static Map<String, Object> group(Group group) {
        Letter newest = group.newest();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("fingerprint", group.fingerprint());
        tree.put("count", group.count());
        tree.put("handler", newest.place().handler());
        tree.put("category", newest.failure().category().name());
        tree.put("error_code", newest.failure().code());
        tree.put("sample_message", newest.failure().message());
        tree.put("sample_id", newest.id().toString());
        tree.put("first_failed_at", group.firstFailedAt().toString());
        tree.put("last_failed_at", group.lastFailedAt().toString());
        return tree;
    }

    /** What a task is known by to its handler: the idempotency key. */
    static String task(Letter letter) {
        return letter.place().execution() + ":" + letter.place().node();
    }

    static Map<String, @Nullable Object> entry(Letter letter) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
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
        tree.put("workflow", letter.place().workflow());
        tree.put("status", letter.status().name().toLowerCase(Locale.ROOT));
        tree.put("closed", letter.closing() == null ? null : closed(letter.closing()));
        return tree;
    }

    private static Map<String, @Nullable Object> closed(Closing closing) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("at", closing.at().toString());
        tree.put("by", closing.by().isEmpty() ? null : closing.by());
        tree.put("reason", closing.reason().isEmpty() ? null : closing.reason());
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
