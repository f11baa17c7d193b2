package dev.orchestrator.domain.definition;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A node's condition, parsed before any value is bound, so that data cannot change the expression.
 *
 * <p>References ({@code {{ a.b }}}, {@code ${a.b}} or {@code a.b}), literals, {@code == != < <= > >=}, {@code && || !}
 * (also {@code and or not}) and parentheses. {@code !} binds tighter than a comparison, {@code not} looser. What compares
 * equal is said in {@link Comparison}, what counts as true in {@link Expression#isTrue(Object)}: false are null,
 * {@code false}, 0, what is empty, and the texts {@code false}, {@code no} and {@code 0}.
 */
public final class Condition {
    private final Expression expression;
    private final List<Term.Lookup> lookups;

    private Condition(Expression expression, List<Term.Lookup> lookups) {
        this.expression = expression;
        this.lookups = List.copyOf(lookups);
    }

    /** Parses a condition that is known to be right; for tests and for code that builds definitions. */
    public static Condition of(String text) {
        try {
            return parse(text);
        } catch (SyntaxError e) {
            throw new IllegalArgumentException(e.describe() + " of " + text, e);
        }
    }

    static Condition parse(String text) throws SyntaxError {
        ConditionParser parser = new ConditionParser(text);
        return new Condition(parser.parse(), parser.lookups());
    }

    public Set<Reference> references() {
        Set<Reference> result = new LinkedHashSet<>();
        lookups.forEach(lookup -> result.add(lookup.reference()));
        return result;
    }

    /** Tells whether the condition is true of this data; a missing value is null. Never throws for any data. */
    public boolean holds(Scope scope) {
        return expression.isTrue(scope);
    }

    List<Term.Lookup> lookups() {
        return lookups;
    }
}
