package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.StorableText;
import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.definition.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests about dead letters. Unlike a trigger's, they are refused for a field that nothing reads: a
 * misspelt patch or filter must not be taken for none.
 */
final class LetterBodies {
    private static final String CONFIG = "config";
    private static final int LONGEST_REASON = 1_000;

    private LetterBodies() {}

    /** The patch of a retry; null when there is none. */
    static @Nullable Object patch(@Nullable Object body) {
        return object(body, "", List.of(CONFIG)).get(CONFIG);
    }

    /** The members of an object that may have these and no others. */
    static Map<?, ?> object(@Nullable Object value, String at, Collection<String> names) {
        if (!(value instanceof Map<?, ?> object)) {
            throw Refusals.invalid(at, "This is not an object", "Send an object with " + String.join(", ", names))
                    .asException();
        }
        List<Problem> unknown = new ArrayList<>();
        Suggestions suggestions = new Suggestions();
        object.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !names.contains(name))
                .forEach(name -> unknown.add(new Problem(
                        at + "/" + StorableText.of(name).replace("~", "~0").replace("/", "~1"),
                        Problem.Code.UNKNOWN_FIELD,
                        "Nothing reads the field '" + StorableText.shortened(name, QueryProblems.LONGEST_SHOWN) + "'",
                        suggestions.hint(name, names, "The fields are " + String.join(", ", names)))));
        if (!unknown.isEmpty()) {
            throw Refusals.of(unknown).asException();
        }
        return object;
    }

    /** Why a letter is discarded; empty when nobody says. */
    static String reason(@Nullable String reason, String path) {
        String text = reason == null ? "" : reason.strip();
        if (text.length() > LONGEST_REASON || !StorableText.is(text)) {
            throw Refusals.invalid(
                            path,
                            "The reason cannot be stored",
                            "Give up to " + LONGEST_REASON + " characters of Unicode text")
                    .asException();
        }
        return text;
    }
}
