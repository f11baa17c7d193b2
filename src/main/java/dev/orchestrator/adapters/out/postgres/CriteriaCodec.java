package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.DeadLetters.Status;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.LetterCriteria.What;
import dev.orchestrator.ports.out.LetterCriteria.When;
import dev.orchestrator.ports.out.LetterCriteria.Where;

/** Which letters are meant, as JSON text. The same rules for changes hold as for {@link EventCodec}. */
final class CriteriaCodec {
    private static final int VERSION = 1;

    private CriteriaCodec() {}

    static String encode(LetterCriteria criteria) {
        Where where = criteria.where();
        return new FieldWriter()
                .open()
                .number("v", VERSION)
                .word("status", criteria.status())
                .text("workflow", where.workflow())
                .text(
                        "execution",
                        where.execution() == null ? null : where.execution().toString())
                .text("node", where.node() == null ? null : where.node().value())
                .text("handler", where.handler())
                .word("category", criteria.what().category())
                .text("code", criteria.what().code())
                .text("fingerprint", criteria.what().fingerprint())
                .time("since", criteria.when().since())
                .time("until", criteria.when().until())
                .close()
                .done();
    }

    static LetterCriteria decode(String text) {
        Fields in = Fields.of(text, VERSION);
        String execution = in.textOrNull("execution");
        String node = in.textOrNull("node");
        return new LetterCriteria(
                in.wordOrNull("status", Status.class),
                new Where(
                        in.textOrNull("workflow"),
                        execution == null ? null : ExecutionId.of(execution),
                        node == null ? null : new NodeId(node),
                        in.textOrNull("handler")),
                new What(
                        in.wordOrNull("category", ErrorCategory.class),
                        in.textOrNull("code"),
                        in.textOrNull("fingerprint")),
                new When(in.timeOrNull("since"), in.timeOrNull("until")));
    }
}
