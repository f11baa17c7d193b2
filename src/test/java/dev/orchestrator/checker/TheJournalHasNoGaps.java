package dev.orchestrator.checker;

import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;

/** Versions count from 1, and dispatches of a node do. */
final class TheJournalHasNoGaps implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        int[] last = {0};
        one.walk(new Fold.Visitor() {
            @Override
            public void event(Fold before, Entry entry, Event event) {
                if (event instanceof Event.NodeQueued queued) {
                    int next = before.place(queued.node()).dispatch() + 1;
                    findings.expect(queued.dispatch() == next, queued.node(), "dispatch " + next, event);
                }
            }

            @Override
            public void after(Fold fold, Entry entry) {
                findings.expect(entry.version() == last[0] + 1, null, "version " + (last[0] + 1), entry.version());
                last[0] = entry.version();
            }
        });
    }
}
