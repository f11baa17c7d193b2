package dev.orchestrator.domain.definition;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses what stands between braces: {@code reference}, {@code reference ?? literal} or {@code literal}.
 *
 * <p>A reference is a root ({@code params}, {@code execution} or a node's id) and steps: {@code .member}, {@code [0]} or
 * {@code ['any member']}. Literals are numbers, {@code true}, {@code false}, {@code null} (also as Python writes them) and
 * text in either quotes, in which a backslash makes a quote or a backslash plain. What reads as a number is one, so a
 * node named {@code 1.5} cannot be, and one named {@code 15} is reached by {@code 15['member']}.
 */
final class TermParser {
    static final String REFERENCE_HINT =
            "write a reference as {{ node.path }}, {{ params.name }} or {{ node.path ?? 'default' }}";
    private static final String OUTPUT = "output";
    private static final int LONGEST_INDEX = 9;

    private final Cursor cursor;

    TermParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Parses a term and the space around it. */
    Term term() throws SyntaxError {
        cursor.skipSpace();
        int start = cursor.position();
        Term.Constant literal = literal();
        if (literal == null) {
            return lookup(start);
        }
        cursor.skipSpace();
        return literal;
    }

    /** Parses a literal, or reads nothing and answers null. */
    Term.@Nullable Constant literal() throws SyntaxError {
        if (cursor.peek() == '\'' || cursor.peek() == '"') {
            return new Term.Constant(quoted());
        }
        int start = cursor.position();
        Term.Constant literal = word(cursor.takeWhile(TermParser::isNumberOrWord));
        if (literal == null || cursor.peek() == '[') {
            cursor.moveTo(start);
            return null;
        }
        return literal;
    }

    /** The literal that an unquoted word is, or null when it is none. */
    static Term.@Nullable Constant word(String word) {
        return switch (word) {
            case "true", "True" -> new Term.Constant(true);
            case "false", "False" -> new Term.Constant(false);
            case "null", "None" -> new Term.Constant(null);
            default -> {
                BigDecimal number = Numbers.parse(word);
                yield number == null ? null : new Term.Constant(Numbers.plain(number));
            }
        };
    }

    /** Reads text in quotes; the cursor stands on the opening one. */
    String quoted() throws SyntaxError {
        int start = cursor.position();
        char quote = cursor.peek();
        cursor.moveTo(start + 1);
        StringBuilder out = new StringBuilder();
        while (cursor.peek() != quote || cursor.atEnd()) {
            if (cursor.atEnd()) {
                throw new SyntaxError(start, "a quote that is never closed", "close it with " + quote);
            }
            boolean escape = cursor.peek() == '\\' && isEscapable(cursor.peekAfter());
            out.append(escape ? cursor.peekAfter() : cursor.peek());
            cursor.moveTo(cursor.position() + (escape ? 2 : 1));
        }
        cursor.moveTo(cursor.position() + 1);
        return out.toString();
    }

    private Term lookup(int start) throws SyntaxError {
        String root = cursor.takeWhile(TermParser::isIdPart);
        if (root.isEmpty()) {
            throw cursor.error("expected a reference but found " + cursor.here(), REFERENCE_HINT);
        }
        if (!NodeId.isValid(root)) {
            throw new SyntaxError(start, Wording.of(root) + " cannot be a node's id", REFERENCE_HINT);
        }
        List<Object> path = path(root);
        String source = cursor.since(start);
        return new Term.Lookup(new Reference(root, path, fallback()), source);
    }

    private List<Object> path(String root) throws SyntaxError {
        boolean isNode = new Reference(root, List.of(), Reference.NO_FALLBACK).node() != null;
        List<Object> path = new ArrayList<>();
        while (cursor.peek() == '.' || cursor.peek() == '[') {
            boolean dotted = cursor.peek() == '.';
            Object step = dotted ? member() : bracketed();
            if (!(isNode && dotted && path.isEmpty() && step.equals(OUTPUT))) {
                path.add(step);
            } else {
                // {{ node.output.x }} is {{ node.x }}; a second "output" is a member of that name.
                isNode = false;
            }
        }
        return path;
    }

    private String member() throws SyntaxError {
        cursor.accept(".");
        String name = cursor.takeWhile(TermParser::isMemberPart);
        if (name.isEmpty()) {
            throw cursor.error(
                    "expected a member's name after '.' but found " + cursor.here(),
                    "write members of other names as ['any name']");
        }
        return name;
    }

    private Object bracketed() throws SyntaxError {
        cursor.accept("[");
        boolean isText = cursor.peek() == '\'' || cursor.peek() == '"';
        Object step = isText ? quoted() : index();
        if (!cursor.accept("]")) {
            throw cursor.error("expected ']' but found " + cursor.here(), "write items[0] or items['name']");
        }
        return step;
    }

    private Integer index() throws SyntaxError {
        int start = cursor.position();
        String digits = cursor.takeWhile(point -> point >= '0' && point <= '9');
        if (digits.isEmpty() || digits.length() > LONGEST_INDEX) {
            throw new SyntaxError(
                    start, "expected a position in a list, from 0", "write items[0], or items['name'] for a member");
        }
        return Integer.valueOf(digits);
    }

    private @Nullable Object fallback() throws SyntaxError {
        cursor.skipSpace();
        if (!cursor.accept("??")) {
            return Reference.NO_FALLBACK;
        }
        cursor.skipSpace();
        Term.Constant literal = literal();
        if (literal == null) {
            throw cursor.error(
                    "expected a literal after '??' but found " + cursor.here(),
                    "a default is text in quotes, a number, true, false or null");
        }
        cursor.skipSpace();
        return literal.value();
    }

    private static boolean isEscapable(char unit) {
        return unit == '\\' || unit == '\'' || unit == '"';
    }

    private static boolean isNumberOrWord(int point) {
        return isIdPart(point) || point == '.' || point == '+';
    }

    private static boolean isIdPart(int point) {
        return point < 128 && (Character.isLetterOrDigit(point) || point == '_' || point == '-');
    }

    static boolean isMemberPart(int point) {
        return Character.isLetterOrDigit(point) || point == '_' || point == '-';
    }
}
