package dev.orchestrator.ports.in;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says whether a definition would be accepted, and how it would run; stores nothing. */
public interface CheckDefinitions {
    Check check(@Nullable Object definition);

    /** @param order empty when a problem was found; {@code levels} likewise */
    record Check(List<Problem> problems, List<Problem> warnings, List<NodeId> order, List<List<NodeId>> levels) {}
}
