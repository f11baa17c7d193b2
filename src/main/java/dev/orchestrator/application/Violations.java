package dev.orchestrator.application;

import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Invariant;
import dev.orchestrator.domain.execution.InvariantViolated;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Telemetry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells and counts what never must be. Whoever meets it stores nothing of it. */
final class Violations {
    private static final Logger LOG = System.getLogger(Violations.class.getName());

    private final Telemetry telemetry;

    Violations(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /** A command could not be decided, or what was decided of it would have broken an invariant. */
    void undecidable(ExecutionId id, List<Mail> mails, RuntimeException bug) {
        telemetry.violated(InvariantViolated.of(bug));
        String commands =
                mails.stream().limit(8).map(mail -> brief(mail.command())).collect(Collectors.joining(", "));
        LOG.log(
                Level.ERROR,
                "A decision failed and is not stored",
                Subject.of(id).with("commands", commands).because(bug));
    }

    /** What an execution's history is cannot be told. Whoever tried has logged why. */
    void unreadable(@Nullable Throwable broken) {
        if (broken != null) {
            telemetry.violated(Invariant.READABLE);
        }
    }

    /** The journal has answered about these; anything else in the answer is void. */
    void answered(Collection<Mailbox> asked, Appended answer) {
        int known = answer.won().size() + answer.refused().size();
        if (known > asked.size()
                || !Collections.disjoint(answer.won(), answer.refused().keySet())) {
            telemetry.violated(Invariant.JOURNAL_ANSWERS);
            LOG.log(
                    Level.ERROR,
                    "The journal gave {0} answers about {1} executions, or two about one",
                    known,
                    asked.size());
        }
    }

    /** Kind, node and number; what a report holds is a user's. */
    private static String brief(Command command) {
        String kind = command.getClass().getSimpleName();
        if (command instanceof Command.Complete it) {
            return kind + " " + it.node() + "#" + it.dispatch() + " "
                    + it.outcome().getClass().getSimpleName();
        } else if (command instanceof Command.Wake it) {
            return kind + " " + it.node() + "#" + it.dispatch();
        } else if (command instanceof Command.Revive it) {
            return kind + " " + it.node();
        }
        return kind;
    }
}
