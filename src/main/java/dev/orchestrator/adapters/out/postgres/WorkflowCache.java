package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The workflows used last, bounded by their number and by the length of their definitions. */
final class WorkflowCache {
    private static final int MOST_ENTRIES = 10_000;
    private static final int INITIAL_CAPACITY = 64;
    private static final float LOAD_FACTOR = 0.75f;

    private final long mostChars;
    private final Map<WorkflowId, Entry> entries = new LinkedHashMap<>(INITIAL_CAPACITY, LOAD_FACTOR, true);
    private long chars;

    WorkflowCache(long mostChars) {
        this.mostChars = mostChars;
    }

    synchronized @Nullable Workflow get(WorkflowId id) {
        Entry entry = entries.get(id);
        return entry == null ? null : entry.workflow();
    }

    synchronized void put(WorkflowId id, Workflow workflow, int length) {
        Entry before = entries.put(id, new Entry(workflow, length));
        chars += length - (before == null ? 0 : before.length());
        Iterator<Entry> oldest = entries.values().iterator();
        while ((chars > mostChars || entries.size() > MOST_ENTRIES) && oldest.hasNext()) {
            chars -= oldest.next().length();
            oldest.remove();
        }
    }

    private record Entry(Workflow workflow, int length) {}
}
