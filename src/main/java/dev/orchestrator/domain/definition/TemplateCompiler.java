package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns one config into pieces of JSON text and slots between them; every string that is wrong is a problem. */
final class TemplateCompiler {
    private static final String DECISION = "decision";
    private static final Set<String> DECISION_VALUES = Set.of("value_a", "value_b");

    private final Problems problems;
    private final Pointer config;
    private final Set<String> lenientMembers;
    private final List<Template.Piece> pieces = new ArrayList<>();
    private final StringBuilder fixed = new StringBuilder();
    private boolean lenient;

    /**
     * @param config where the config stands in the definition
     * @param lenientMembers the members of the config in which a missing value is null
     */
    TemplateCompiler(Problems problems, Pointer config, Set<String> lenientMembers) {
        this.problems = problems;
        this.config = config;
        this.lenientMembers = lenientMembers;
    }

    /** The members of a handler's config in which a missing value is null. */
    static Set<String> lenientMembers(String handler) {
        return handler.equals(DECISION) ? DECISION_VALUES : Set.of();
    }

    /** As deep as the config, whose depth has been checked. */
    Template compile(@Nullable Object value) {
        value(value, Pointer.ROOT);
        flush();
        return new Template(pieces);
    }

    private void value(@Nullable Object value, Pointer at) {
        if (value instanceof Map<?, ?> map) {
            object(map, at);
        } else if (value instanceof List<?> list) {
            list(list, at);
        } else if (value instanceof String text) {
            string(text, at);
        } else {
            fixed.append(JsonText.of(value));
        }
    }

    private void object(Map<?, ?> map, Pointer at) {
        String separator = "{";
        for (Map.Entry<?, ?> member : map.entrySet()) {
            String name = String.valueOf(member.getKey());
            if (at.isRoot()) {
                lenient = lenientMembers.contains(name);
            }
            fixed.append(separator).append(JsonText.of(name)).append(':');
            value(member.getValue(), at.member(name));
            separator = ",";
        }
        fixed.append(map.isEmpty() ? "{}" : "}");
    }

    private void list(List<?> list, Pointer at) {
        fixed.append('[');
        int index = 0;
        for (Object item : list) {
            fixed.append(index == 0 ? "" : ",");
            value(item, at.item(index++));
        }
        fixed.append(']');
    }

    private void string(String text, Pointer at) {
        try {
            terms(TextParser.parse(text), at);
        } catch (SyntaxError e) {
            problems.add(Code.INVALID_TEMPLATE, at.under(config), e.describe() + " of " + Wording.of(text), e.hint());
        }
    }

    private void terms(List<Term> terms, Pointer at) {
        if (terms.size() == 1) {
            if (terms.get(0) instanceof Term.Constant constant) {
                fixed.append(JsonText.of(constant.value()));
            } else {
                slot((Term.Lookup) terms.get(0), at, false);
            }
            return;
        }
        fixed.append('"');
        terms.forEach(term -> inText(term, at));
        fixed.append('"');
    }

    private void inText(Term term, Pointer at) {
        if (term instanceof Term.Constant constant) {
            JsonText text = new JsonText(Integer.MAX_VALUE);
            text.inText(constant.value());
            fixed.append(text);
        } else {
            slot((Term.Lookup) term, at, true);
        }
    }

    private void slot(Term.Lookup lookup, Pointer at, boolean inText) {
        flush();
        pieces.add(new Template.Slot(lookup, at, inText, lenient));
    }

    private void flush() {
        if (!fixed.isEmpty()) {
            pieces.add(new Template.Fixed(fixed.toString()));
            fixed.setLength(0);
        }
    }
}
