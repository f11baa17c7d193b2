package dev.orchestrator.domain.definition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The config of a node, compiled once: JSON in which strings may refer to data of the execution.
 *
 * <p>{@code {{ node.path }}}, {@code {{ node.output.path }}} and the same in {@code ${ }} name the output of an ancestor,
 * {@code params.*} and {@code execution.*} the data of the run; {@code {{ node }}} is a whole output. Steps of a path are
 * {@code .member}, {@code [0]}, {@code .0} and {@code ['any member']}. A default ({@code {{ a.b ?? 'none' }}}) is used when
 * nothing is there, or null is. A string that is nothing but one reference keeps the type of its value; inside text,
 * strings are put in as they are, everything else as compact JSON. The keys of objects are not templates. Values are
 * never parsed again: data that holds braces stays text. {@code {{ secrets.NAME }}} is left out, see {@link SecretSlot}. For plain braces see {@link TextParser}.
 */
public final class Template {
    private final List<Piece> pieces;
    private final Rendering.@Nullable Rendered constant;

    Template(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
        this.constant = slots().isEmpty() ? constant(this.pieces) : null;
    }

    /** Compiles a config that is known to be right; for tests and for code that builds definitions. */
    public static Template of(@Nullable Object config) {
        return of(config, Set.of());
    }

    /** Compiles a config of this handler that is known to be right, because it was checked when it was stored. */
    public static Template of(@Nullable Object config, String handler) {
        return of(config, TemplateCompiler.lenientMembers(handler));
    }

    private static Template of(@Nullable Object config, Set<String> lenientMembers) {
        Problems problems = new Problems();
        Template template = new TemplateCompiler(problems, Pointer.ROOT, lenientMembers).compile(config);
        if (!problems.none()) {
            throw new IllegalArgumentException(problems.inOrder().toString());
        }
        return template;
    }

    /** Every reference of the template, in no particular order. */
    public Set<Reference> references() {
        Set<Reference> result = new LinkedHashSet<>();
        slots().forEach(slot -> result.add(slot.lookup().reference()));
        return result;
    }

    /**
     * Renders to JSON text, or says which reference has nothing behind it.
     *
     * @param maxChars the most characters of JSON to make; no more memory than a small multiple of it is used
     */
    public Rendering render(Scope scope, int maxChars) {
        if (constant != null) {
            return constant.json().length() <= maxChars ? constant : new Rendering.TooLarge();
        }
        JsonText out = new JsonText(maxChars);
        List<SecretSlot> secrets = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Slot slot && slot.lookup().reference().isSecret()) {
                secrets.add(slot.leaveOut(out));
            } else if (piece instanceof Slot slot && !slot.write(scope, out)) {
                return new Rendering.Unresolved(
                        slot.lookup().source(), slot.at().toString());
            }
            if (piece instanceof Fixed fixed) {
                out.raw(fixed.json());
            }
            if (out.isFull()) {
                return new Rendering.TooLarge();
            }
        }
        return new Rendering.Rendered(out.toString(), secrets);
    }

    /** The places to fill in. */
    List<Slot> slots() {
        return pieces.stream()
                .filter(Slot.class::isInstance)
                .map(Slot.class::cast)
                .toList();
    }

    private static Rendering.Rendered constant(List<Piece> pieces) {
        StringBuilder json = new StringBuilder();
        pieces.forEach(piece -> json.append(((Fixed) piece).json()));
        return new Rendering.Rendered(json.toString());
    }

    /** The outcome of rendering. */
    public sealed interface Rendering {
        /**
         * @param json the config as JSON text, without its secrets
         * @param secrets where they go
         */
        record Rendered(String json, List<SecretSlot> secrets) implements Rendering {
            public Rendered {
                secrets = List.copyOf(secrets);
            }

            public Rendered(String json) {
                this(json, List.of());
            }
        }

        /**
         * @param reference the reference as the user wrote it
         * @param pointer where it stands in the config, as a JSON pointer
         */
        record Unresolved(String reference, String pointer) implements Rendering {}

        /** The config would be longer than allowed. */
        record TooLarge() implements Rendering {}
    }

    /** A template is a row of these. */
    sealed interface Piece {}

    /** Part of the JSON text that is always the same. */
    record Fixed(String json) implements Piece {}

    /**
     * A place to fill in.
     *
     * @param at the string that holds it, seen from the config
     * @param inText whether it stands inside the quotes of a string
     * @param lenient whether a missing value is null instead of an error
     */
    record Slot(Term.Lookup lookup, Pointer at, boolean inText, boolean lenient) implements Piece {
        /** Leaves a secret out, and says where it goes: a string is there for it in any case. */
        private SecretSlot leaveOut(JsonText out) {
            if (!inText) {
                out.raw("\"\"");
            }
            String name = Objects.requireNonNull(lookup.reference().secret(), "checked when the template was read");
            return new SecretSlot(inText ? out.length() : out.length() - 1, name);
        }

        /** Writes the value, or answers false when there is none. */
        private boolean write(Scope scope, JsonText out) {
            Object value = lookup.reference().in(scope);
            if (value == Scope.MISSING && !lenient) {
                return false;
            }
            Object present = value == Scope.MISSING ? null : value;
            if (inText) {
                out.inText(present);
            } else {
                out.value(present);
            }
            return true;
        }
    }
}
