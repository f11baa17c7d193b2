package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.adapters.json.StorableText;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.NodeOutput;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Submission;
import org.jspecify.annotations.Nullable;

/** An append with its texts, encoded once for all tries. */
record EncodedAppend(Append append, String events, @Nullable String snapshot) {
    static EncodedAppend of(Append append) {
        return new EncodedAppend(
                append,
                EventCodec.encode(append.entry().events()),
                append.snapshot() ? SnapshotCodec.encode(append.state().snapshot()) : null);
    }

    ExecutionId execution() {
        return append.state().id();
    }

    /** Why PostgreSQL could not store this, as far as it can be seen from here; null when nothing is wrong. */
    static @Nullable String flaw(Append append) {
        for (NodeOutput output : append.outputs()) {
            if (!StorableText.is(output.document().text())) {
                return "the output of node " + output.node() + " holds a NUL or half of a surrogate pair";
            }
        }
        Submission created = append.created();
        return created == null || created.definition() == null || StorableText.is(created.definition())
                ? null
                : "the definition holds a NUL or half of a surrogate pair";
    }
}
