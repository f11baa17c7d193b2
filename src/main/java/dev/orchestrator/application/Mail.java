package dev.orchestrator.application;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Reference;
import dev.orchestrator.domain.definition.Template;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.ports.out.Receipt;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way to a decision.
 *
 * @param receipt what to acknowledge once the decision's effects are applied; null for a caller's own command
 * @param redelivered whether somebody may have decided this before and died before its effects were applied
 * @param answer completed when the decision is durable and its effects were tried; an outage fails it
 */
record Mail(Command command, @Nullable Receipt receipt, boolean redelivered, CompletableFuture<Decision> answer) {
    static Mail of(Command command) {
        return new Mail(command, null, false, new CompletableFuture<>());
    }

    /** The nodes whose outputs the command itself looks into. */
    Set<NodeId> references() {
        if (!(command instanceof Command.Revive revive) || revive.config() == null) {
            return Set.of();
        }
        return Template.of(revive.config()).references().stream()
                .map(Reference::node)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    Mail with(Command other) {
        return new Mail(other, receipt, redelivered, answer);
    }
}
