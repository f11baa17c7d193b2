package dev.orchestrator.adapters.out.postgres;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.Event.NodeFailed;
import dev.orchestrator.ports.out.Append;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one version means for dead letters: those it closes, and those it writes. */
final class Letters {
    private static final Letters NONE = new Letters(null);

    private final @Nullable Append append;
    private final Map<NodeId, NodeFailed> open = new LinkedHashMap<>();
    private final Set<NodeId> revived = new LinkedHashSet<>();
    private final Set<NodeId> claims = new LinkedHashSet<>();
    private boolean asksForLetter = true;
    private final List<@Nullable Object[]> written = new ArrayList<>();

    private Letters(@Nullable Append append) {
        this.append = append;
    }

    static Letters of(Append append) {
        if (append.entry().events().stream().noneMatch(Letters::concerns)) {
            return NONE;
        }
        Letters letters = new Letters(append);
        append.entry().events().forEach(event -> letters.fold(append, event));
        letters.open.values().forEach(failed -> letters.written.add(row(append, failed, "open")));
        // A node that failed again keeps its letter, which the new failure then describes.
        letters.revived.removeAll(letters.open.keySet());
        return letters;
    }

    /**
     * The nodes one of which must have an open letter. Only the node that an operator retries has one; the others are
     * revived for its sake. A node that failed in this very version has none yet.
     */
    Set<NodeId> claimed() {
        return asksForLetter ? claims : Set.of();
    }

    /** Rows for {@link Clause#REVIVALS}. */
    List<@Nullable Object[]> revived() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (append != null) {
            for (NodeId node : revived) {
                rows.add(new @Nullable Object[] {
                    append.state().id().value(),
                    node.value(),
                    CommitRows.time(append.entry().at())
                });
            }
        }
        return rows;
    }

    /** Rows for {@link Clause#LETTERS}. */
    List<@Nullable Object[]> written() {
        return written;
    }

    private static boolean concerns(Event event) {
        return event instanceof Event.NodeRevived || event instanceof NodeFailed failed && failed.deadLetter();
    }

    private void fold(Append from, Event event) {
        if (event instanceof NodeFailed failed && failed.deadLetter()) {
            open.put(failed.node(), failed);
        } else if (event instanceof Event.NodeRevived it) {
            NodeFailed failed = open.remove(it.node());
            if (failed != null) {
                written.add(row(from, failed, "retried"));
            }
            asksForLetter &= failed == null;
            claims.add(it.node());
            revived.add(it.node());
        }
    }

    private static @Nullable Object[] row(Append append, NodeFailed failed, String status) {
        Node node = append.state().workflow().dag().find(failed.node());
        String handler = node == null ? "" : node.handler();
        return new @Nullable Object[] {
            append.state().id().value(),
            UuidCreator.getTimeOrderedEpoch(),
            failed.node().value(),
            failed.dispatch(),
            PostgresText.fit(handler),
            node == null ? 0 : append.state().node(failed.node()).attempt(),
            failed.failure().category().name(),
            PostgresText.fit(failed.failure().code()),
            PostgresText.fit(failed.failure().message()),
            Fingerprint.of(handler, failed.failure()),
            CommitRows.time(append.entry().at()),
            status,
            status.equals("open") ? null : CommitRows.time(append.entry().at()),
            PostgresText.fit(append.state().workflow().name())
        };
    }
}
