package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.ports.out.DeadLetters.Status;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.LetterCriteria.What;
import dev.orchestrator.ports.out.LetterCriteria.When;
import dev.orchestrator.ports.out.LetterCriteria.Where;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads which dead letters are meant, of a query or of a body: the names are the same. */
record LetterFields(QueryProblems problems, Map<String, @Nullable String> given) {
    static final String STATUS = "status";
    static final String WORKFLOW = "workflow";
    static final String EXECUTION = "execution_id";
    static final String NODE = "node_id";
    static final String HANDLER = "handler";
    static final String CATEGORY = "category";
    static final String CODE = "error_code";
    static final String FINGERPRINT = "fingerprint";
    static final String SINCE = "since";
    static final String UNTIL = "until";
    static final List<String> NAMES =
            List.of(WORKFLOW, EXECUTION, NODE, HANDLER, CATEGORY, CODE, FINGERPRINT, SINCE, UNTIL);
    private static final String ALL = "ALL";
    private static final String TIME = "a time such as 2030-01-31T12:00:00Z, or a date";

    LetterCriteria read() {
        Status status = Status.OPEN;
        if (given.get(STATUS) != null) {
            status = value(STATUS, "one of open, retried, discarded, all", LetterFields::status)
                    .flatMap(Function.identity())
                    .orElse(null);
        }
        return new LetterCriteria(status, where(), what(), when());
    }

    private Where where() {
        return new Where(
                text(WORKFLOW, "the name of a workflow"),
                value(EXECUTION, "the id of an execution", Ids::parse).orElse(null),
                value(NODE, "the id of a node", NodeId::new).orElse(null),
                text(HANDLER, "the name of a handler"));
    }

    private What what() {
        return new What(
                value(CATEGORY, "one of " + Arrays.toString(ErrorCategory.values()), LetterFields::category)
                        .orElse(null),
                text(CODE, "the code of an error"),
                text(FINGERPRINT, "the fingerprint of a group"));
    }

    private When when() {
        return new When(
                value(SINCE, TIME, ListQuery::time).orElse(null),
                value(UNTIL, TIME, ListQuery::time).orElse(null));
    }

    private @Nullable String text(String name, String expected) {
        return value(name, expected, ListQuery::name).orElse(null);
    }

    private <T> Optional<T> value(String name, String expected, Function<String, T> parse) {
        return problems.read(name, given.get(name), expected, parse);
    }

    private static Optional<Status> status(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        return name.equals(ALL) ? Optional.empty() : Optional.of(Status.valueOf(name));
    }

    private static ErrorCategory category(String text) {
        return ErrorCategory.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
