package dev.orchestrator.domain.definition;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into what is fixed and what is looked up.
 *
 * <p>{@code {{ … }}} and {@code ${ … }} hold a term. Of more than two opening braces the last two count, so that JSON
 * around a reference works: {@code {"a":{{ n.x }}}}. A literal {@code {{} is written <code>{{ '{{' }}</code>, a literal
 * {@code ${} is written <code>$${</code>. A <code>$</code> before anything but a brace is a plain one, and so is the one in
 * <code>${{ n.price }}</code>, a price in dollars.
 */
final class TextParser {
    private static final String LITERAL_HINT = "close it with }}, or write {{ '{{' }} for two plain braces";
    private static final String DOLLAR_HINT = "close it with }, or write $${ for a plain ${";

    private final String text;
    private final Cursor cursor;
    private final List<Term> terms = new ArrayList<>();
    private final StringBuilder fixed = new StringBuilder();

    private TextParser(String text) {
        this.text = text;
        this.cursor = new Cursor(text);
    }

    /** The terms of a text, never none; a single one gives the whole value with its type. */
    static List<Term> parse(String text) throws SyntaxError {
        return new TextParser(text).terms();
    }

    private List<Term> terms() throws SyntaxError {
        while (!cursor.atEnd()) {
            takeFixed();
            if (cursor.accept("{{")) {
                expression("}}", LITERAL_HINT);
            } else if (cursor.accept("${")) {
                expression("}", DOLLAR_HINT);
            }
        }
        flush();
        return terms.isEmpty() ? List.of(new Term.Constant("")) : List.copyOf(terms);
    }

    /** Reads up to the next expression. */
    private void takeFixed() {
        int start = cursor.position();
        while (!cursor.atEnd() && !opens()) {
            if (cursor.isAt("$${") && !cursor.isAt("$${{")) {
                fixed.append(text, start, cursor.position()).append("${");
                start = cursor.position() + 3;
                cursor.moveTo(start);
            } else {
                cursor.moveTo(cursor.position() + 1);
            }
        }
        fixed.append(text, start, cursor.position());
    }

    private boolean opens() {
        return cursor.peek() == '{'
                ? cursor.isAt("{{") && !cursor.isAt("{{{")
                : cursor.isAt("${") && !cursor.isAt("${{");
    }

    private void expression(String end, String hint) throws SyntaxError {
        int start = cursor.position() - 2;
        Term term = new TermParser(cursor).term();
        if (cursor.atEnd()) {
            throw new SyntaxError(start, "an expression that is never closed", hint);
        }
        if (!cursor.accept(end)) {
            throw cursor.error("expected '" + end + "' but found " + cursor.here(), TermParser.REFERENCE_HINT);
        }
        flush();
        terms.add(term);
    }

    private void flush() {
        if (!fixed.isEmpty()) {
            terms.add(new Term.Constant(fixed.toString()));
            fixed.setLength(0);
        }
    }
}
