package dev.orchestrator.checker;

import dev.orchestrator.checker.Evidence.Cancel;
import dev.orchestrator.checker.Evidence.Request;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * G6. An answer tells of what was committed when it came: of a version, of a submission, of an end. Where the time of the
 * commit is not known, that of the decision stands for it, and only an answer from before the decision is found.
 */
final class NothingIsSeenBeforeItIsDurable implements Rule {
    @Override
    public void judge(Docket docket, Findings findings) {
        Map<ExecutionId, Case> cases = docket.cases().stream().collect(Collectors.toMap(Case::id, one -> one));
        for (Case one : docket.cases()) {
            Map<Integer, Entry> entries =
                    one.history().entries().stream().collect(Collectors.toMap(Entry::version, it -> it, (a, b) -> a));
            one.sightings().forEach(it -> judge(one, entries.get(it.version()), it.answered(), it, findings));
        }
        for (Request request : docket.evidence().clients().requests()) {
            Case one = request.execution() == null ? null : cases.get(request.execution());
            if (one != null && request.answered() != null) {
                Entry needed = entry(one, request.triggered() ? Event.Triggered.class : Event.Submitted.class);
                judge(one, needed, request.answered(), request, findings);
            }
        }
        docket.evidence().clients().cancels().stream().filter(Cancel::won).forEach(cancel -> {
            Case one = cases.get(cancel.execution());
            if (one != null) {
                judge(one, entry(one, Event.Ended.class), cancel.answered(), cancel, findings);
            }
        });
    }

    private void judge(Case one, @Nullable Entry entry, Instant answered, Object told, Findings findings) {
        if (entry != null) {
            Instant durable = one.durableAt(entry);
            boolean early = answered.plus(one.all().conditions().clocks()).isBefore(durable);
            findings.about(this, one.id()).expect(!early, null, "no answer before " + durable, told);
        }
    }

    /** The first with such an event; other rules say where there is none. */
    private static @Nullable Entry entry(Case one, Class<? extends Event> type) {
        return one.history().entries().stream()
                .filter(entry -> entry.events().stream().anyMatch(type::isInstance))
                .findFirst()
                .orElse(null);
    }
}
