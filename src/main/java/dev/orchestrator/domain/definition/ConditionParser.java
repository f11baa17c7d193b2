package dev.orchestrator.domain.definition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses conditions by recursive descent, in O(length) and to a bounded depth.
 *
 * <pre>
 * or      = and { ("||" | "or") and }
 * and     = not { ("&amp;&amp;" | "and") not }
 * not     = "not" not | compare
 * compare = unary [ ("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") unary ]
 * unary   = "!" unary | "(" or ")" | operand
 * operand = "{{" term "}}" | "${" term "}" | quoted text | number | true | false | null | reference | word
 * </pre>
 *
 * <p>A reference without braces needs a step ({@code a.b}). A word is text without quotes ({@code {{ a.b }} == gold}); it
 * may only be compared with a reference. Quoted text may hold references in braces.
 */
final class ConditionParser {
    private static final int DEEPEST = 60;
    private static final String HINT = "write conditions such as {{ node.path }} == 'text' && {{ params.n }} > 3";

    private final Cursor cursor;
    private final TermParser terms;
    private final List<Term.Lookup> lookups = new ArrayList<>();
    private int depth;

    ConditionParser(String text) {
        this.cursor = new Cursor(text);
        this.terms = new TermParser(cursor);
    }

    /** The references met so far, as written. */
    List<Term.Lookup> lookups() {
        return lookups;
    }

    Expression parse() throws SyntaxError {
        Expression whole = or();
        if (!cursor.atEnd()) {
            throw cursor.error("expected an operator or the end but found " + cursor.here(), HINT);
        }
        return whole;
    }

    private Expression or() throws SyntaxError {
        List<Expression> any = new ArrayList<>();
        do {
            any.add(and());
        } while (cursor.accept("||") || acceptWord("or"));
        return any.size() == 1 ? any.get(0) : new Expression.AnyOf(List.copyOf(any));
    }

    private Expression and() throws SyntaxError {
        List<Expression> all = new ArrayList<>();
        do {
            all.add(not());
        } while (cursor.accept("&&") || acceptWord("and"));
        return all.size() == 1 ? all.get(0) : new Expression.AllOf(List.copyOf(all));
    }

    private Expression not() throws SyntaxError {
        cursor.skipSpace();
        if (!acceptWord("not")) {
            return compare();
        }
        deeper();
        Expression negated = new Expression.Not(not());
        depth--;
        return negated;
    }

    private Expression compare() throws SyntaxError {
        int start = cursor.position();
        Expression left = unary();
        Comparison comparison = comparison();
        if (comparison == null) {
            return truth(left, start);
        }
        Expression right = unary();
        int next = cursor.position();
        if (comparison() != null) {
            throw new SyntaxError(next, "a comparison of a comparison", "put one of them in parentheses");
        }
        return compare(left, comparison, right, start);
    }

    private static Expression compare(Expression left, Comparison comparison, Expression right, int start)
            throws SyntaxError {
        Expression word = left instanceof Expression.Word ? left : right;
        Expression other = word == left ? right : left;
        boolean isFixed = other instanceof Expression.Word || other instanceof Expression.Constant;
        if (word instanceof Expression.Word text && isFixed) {
            throw new SyntaxError(
                    start, "a comparison of " + Wording.of(text.text()) + " with another fixed value", HINT);
        }
        return new Expression.Compare(left, comparison, right);
    }

    private static Expression truth(Expression operand, int start) throws SyntaxError {
        if (operand instanceof Expression.Word word) {
            throw new SyntaxError(start, Wording.of(word.text()) + " is neither a reference nor true or false", HINT);
        }
        return operand;
    }

    private Expression unary() throws SyntaxError {
        cursor.skipSpace();
        int start = cursor.position();
        deeper();
        Expression result;
        if (cursor.peek() == '!' && cursor.peekAfter() != '=') {
            cursor.accept("!");
            result = new Expression.Not(truth(unary(), start));
        } else if (cursor.accept("(")) {
            result = inner();
        } else {
            result = operand();
        }
        depth--;
        cursor.skipSpace();
        return result;
    }

    private Expression inner() throws SyntaxError {
        Expression inner = or();
        if (!cursor.accept(")")) {
            throw cursor.error("expected ')' but found " + cursor.here(), "close every parenthesis");
        }
        return inner;
    }

    private void deeper() throws SyntaxError {
        if (++depth > DEEPEST) {
            throw cursor.error("nested more than " + DEEPEST + " levels deep", "use fewer parentheses and negations");
        }
    }

    private Expression operand() throws SyntaxError {
        if (cursor.accept("{{")) {
            return braced("}}");
        }
        if (cursor.accept("${")) {
            return braced("}");
        }
        if (cursor.peek() == '\'' || cursor.peek() == '"') {
            return quoted();
        }
        return bare();
    }

    private Expression braced(String end) throws SyntaxError {
        Term term = terms.term();
        if (!cursor.accept(end)) {
            throw cursor.error("expected '" + end + "' but found " + cursor.here(), TermParser.REFERENCE_HINT);
        }
        return expression(term);
    }

    private Expression quoted() throws SyntaxError {
        int start = cursor.position() + 1;
        String text = terms.quoted();
        try {
            List<Expression> parts =
                    TextParser.parse(text).stream().map(this::expression).toList();
            return parts.size() == 1 ? parts.get(0) : new Expression.Text(parts);
        } catch (SyntaxError e) {
            throw e.movedBy(start);
        }
    }

    private Expression bare() throws SyntaxError {
        int start = cursor.position();
        String word = cursor.takeWhile(ConditionParser::isWordPart);
        Term.Constant literal = TermParser.word(word);
        if (literal != null) {
            return expression(literal);
        }
        if (isReference(word)) {
            cursor.moveTo(start);
            return expression(terms.term());
        }
        if (word.isEmpty()) {
            throw cursor.error("expected a value but found " + cursor.here(), HINT);
        }
        return new Expression.Word(word);
    }

    private Expression expression(Term term) {
        if (term instanceof Term.Constant constant) {
            return new Expression.Constant(constant.value());
        }
        Term.Lookup lookup = (Term.Lookup) term;
        lookups.add(lookup);
        return new Expression.Lookup(lookup.reference());
    }

    private @Nullable Comparison comparison() throws SyntaxError {
        for (Comparison comparison : Comparison.values()) {
            if (cursor.accept(comparison.symbol())) {
                return comparison;
            }
        }
        if (cursor.peek() == '=') {
            throw cursor.error("'=' does not compare", "write ==");
        }
        return null;
    }

    /** Reads a word operator, which must end where it ends: {@code order} is not {@code or}. */
    private boolean acceptWord(String operator) {
        int start = cursor.position();
        if (cursor.takeWhile(ConditionParser::isWordPart).equalsIgnoreCase(operator)) {
            return true;
        }
        cursor.moveTo(start);
        return false;
    }

    private static boolean isReference(String word) {
        return !word.isEmpty()
                && (Character.isLetter(word.charAt(0)) || word.charAt(0) == '_')
                && (word.indexOf('.') > 0 || word.indexOf('[') > 0)
                && word.codePoints().allMatch(point -> TermParser.isMemberPart(point) || ".[]".indexOf(point) >= 0);
    }

    private static boolean isWordPart(int point) {
        return !Character.isWhitespace(point) && "()!=<>&|'\"{}".indexOf(point) < 0;
    }
}
