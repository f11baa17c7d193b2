package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read with their types.
 *
 * <p>What is not as it should be is added to the problems and read as absent, so that reading goes on. Null is absent.
 */
final class Fields {
    private static final BigDecimal LONGEST_SECONDS =
            BigDecimal.valueOf(Duration.ofDays(365).toSeconds());
    /** Times are kept in milliseconds. */
    static final BigDecimal LEAST_TIME = new BigDecimal("0.001");

    private static final int LONGEST_SERVICE = 128;
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:/-]*");

    private final Map<?, ?> members;
    private final Pointer at;
    private final Problems problems;

    private Fields(Map<?, ?> members, Pointer at, Problems problems) {
        this.members = members;
        this.at = at;
        this.problems = problems;
    }

    static Fields none(Pointer at, Problems problems) {
        return new Fields(Map.of(), at, problems);
    }

    /** The fields of a value, or null (and a problem) when it is no object. */
    static @Nullable Fields of(@Nullable Object value, String what, Pointer at, Problems problems) {
        if (value instanceof Map<?, ?> members) {
            return new Fields(members, at, problems);
        }
        problems.shape(at, what + " must be an object, not " + Wording.of(value), "write it as { … }");
        return null;
    }

    Pointer at() {
        return at;
    }

    Pointer at(String name) {
        return at.member(name);
    }

    @Nullable
    Object get(String name) {
        return members.get(name);
    }

    /** Text that is not blank; a problem when there is none. */
    @Nullable
    String requiredText(String name, int longest) {
        Object value = get(name);
        if (value == null) {
            problems.shape(
                    at(name), "the field '" + name + "' is missing", "add it: text of 1 to " + longest + " characters");
            return null;
        }
        return text(name, longest);
    }

    @Nullable
    String text(String name, int longest) {
        Object value = get(name);
        boolean fits = value instanceof String text && !text.isBlank() && text.length() <= longest;
        if (value != null && !fits) {
            problems.shape(
                    at(name),
                    "'" + name + "' is " + Wording.of(value),
                    "it must be text of 1 to " + longest + " characters, not blank");
        }
        return fits ? (String) value : null;
    }

    /** The name of a handler or a queue, which goes into keys and lists: letters, digits and {@code _ . : / -}. */
    @Nullable
    String serviceName(String name, boolean required) {
        String text = required ? requiredText(name, LONGEST_SERVICE) : text(name, LONGEST_SERVICE);
        if (text != null && !SERVICE.matcher(text).matches()) {
            problems.shape(
                    at(name),
                    "'" + name + "' is " + Wording.of(text),
                    "use letters, digits and '_', '.', ':', '/', '-', not beginning with a sign");
            return null;
        }
        return text;
    }

    boolean flag(String name) {
        Object value = get(name);
        if (value != null && !(value instanceof Boolean)) {
            problems.shape(at(name), "'" + name + "' is " + Wording.of(value), "it must be true or false");
        }
        return Boolean.TRUE.equals(value);
    }

    Duration seconds(String name, BigDecimal least, Duration otherwise) {
        BigDecimal seconds = number(name, least, LONGEST_SECONDS, "seconds");
        return seconds == null
                ? otherwise
                : Duration.ofMillis(seconds.movePointRight(3)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValue());
    }

    @Nullable
    BigDecimal number(String name, BigDecimal least, BigDecimal most, String unit) {
        Object value = get(name);
        BigDecimal number = Numbers.ofNumber(value);
        boolean fits = number != null && number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
        if (value != null && !fits) {
            problems.shape(
                    at(name),
                    "'" + name + "' is " + Wording.of(value),
                    "it must be a number of " + unit + " from " + least.toPlainString() + " to "
                            + most.toPlainString());
        }
        return fits ? number : null;
    }

    @Nullable
    BigDecimal whole(String name, BigDecimal least, BigDecimal most) {
        BigDecimal number = number(name, least, most, "times");
        boolean isWhole = number == null || number.stripTrailingZeros().scale() <= 0;
        if (!isWhole) {
            problems.shape(at(name), "'" + name + "' is " + Wording.of(number), "it must be a whole number");
        }
        return isWhole ? number : null;
    }

    /** One of the constants of an enum, written in lower case. */
    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        Object value = get(name);
        return value == null ? null : choice(value, type, at(name), "'" + name + "'");
    }

    <E extends Enum<E>> @Nullable E choice(@Nullable Object value, Class<E> type, Pointer place, String what) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        int index = value instanceof String text ? names.indexOf(text) : -1;
        if (index >= 0) {
            return type.getEnumConstants()[index];
        }
        String all = "it must be one of " + String.join(", ", names);
        String hint = value instanceof String text ? new Suggestions().hint(text, names, all) : all;
        problems.shape(place, what + " is " + Wording.of(value), hint);
        return null;
    }

    /** A list, empty when it is absent; null when it is something else, which is a problem. */
    @Nullable
    List<?> list(String name) {
        Object value = get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        problems.shape(at(name), "'" + name + "' is " + Wording.of(value), "it must be a list");
        return null;
    }

    /** Warns of fields that nothing reads. */
    void warnOfOthers(List<String> known, Suggestions suggestions) {
        for (Object name : members.keySet()) {
            if (name instanceof String field && !known.contains(field)) {
                String hint = suggestions.hint(field, known, "the fields here are " + String.join(", ", known));
                problems.warn(Code.UNKNOWN_FIELD, at(field), "the field " + Wording.of(field) + " is not known", hint);
            }
        }
    }
}
