package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.ManageQuarantine.Page;
import dev.orchestrator.ports.out.Quarantine.Item;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what is in quarantine. */
final class QuarantineAnswers {
    private QuarantineAnswers() {}

    static Map<String, @Nullable Object> page(Page page) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("entries", page.items().stream().map(QuarantineAnswers::entry).toList());
        tree.put("count", page.count());
        tree.put("next_cursor", page.next() == null ? null : page.next().toString());
        return tree;
    }

    static Map<String, @Nullable Object> entry(Item item) {
        byte[] content = new byte[item.content().remaining()];
        item.content().duplicate().get(content);
        var execution = item.origin().execution();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", item.id().toString());
        tree.put("kind", item.origin().kind().name().toLowerCase(Locale.ROOT));
        tree.put("source", item.origin().source());
        tree.put("execution_id", execution == null ? null : execution.toString());
        tree.put("reason", item.reason());
        tree.put("quarantined_at", item.at().toString());
        tree.put("size", item.size());
        tree.put("shown", content.length);
        tree.put("content_base64", Base64.getEncoder().encodeToString(content));
        return tree;
    }
}
