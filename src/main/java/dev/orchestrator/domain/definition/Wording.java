package dev.orchestrator.domain.definition;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values of the user are named in messages: short, and free of characters that could not be sent back. */
final class Wording {
    private static final int LONGEST = 80;

    private Wording() {}

    /** Names a value: text in quotes, scalars as they are, the kind of anything larger. */
    static String of(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "a list";
        }
        return value instanceof String text ? "'" + cut(text) + "'" : cut(value.toString());
    }

    /** Text with control characters and lone surrogates shown as escapes. */
    static String printable(String text) {
        if (text.chars().noneMatch(Wording::needsEscape)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(point -> append(out, point));
        return out.toString();
    }

    private static void append(StringBuilder out, int point) {
        if (Character.isISOControl(point) || isSurrogate(point)) {
            out.append(String.format("\\u%04x", point));
        } else {
            out.appendCodePoint(point);
        }
    }

    private static boolean needsEscape(int unit) {
        return Character.isISOControl(unit) || isSurrogate(unit);
    }

    private static boolean isSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? printable(text) : printable(text.substring(0, LONGEST)) + "…";
    }
}
