package dev.orchestrator.domain.definition;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON of JDK types as compact text, and stops once it would be longer than allowed.
 *
 * <p>It holds no more than a small multiple of its bound, however large or deep the values are.
 */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();
    private final int most;
    private boolean full;

    JsonText(int most) {
        this.most = most;
    }

    /** The text of a value whose size is known to be bounded. */
    static String of(@Nullable Object value) {
        JsonText text = new JsonText(Integer.MAX_VALUE);
        text.value(value);
        return text.toString();
    }

    /** Tells whether something was left out, so that the text is of no use. */
    boolean isFull() {
        return full;
    }

    int length() {
        return out.length();
    }

    /** Appends text that is JSON already. */
    void raw(String json) {
        if (json.length() > most - out.length()) {
            full = true;
        } else {
            out.append(json);
        }
    }

    /** Appends a value. Not recursive: data may be nested deeper than a stack is. */
    void value(@Nullable Object value) {
        Deque<Level> open = new ArrayDeque<>();
        begin(value, open);
        while (!open.isEmpty() && !full) {
            Level level = open.getLast();
            if (level.items.hasNext()) {
                item(level, open);
            } else {
                raw(level.end);
                open.removeLast();
            }
        }
    }

    /** Appends a value as part of a string: text as it is, anything else as its JSON. */
    void inText(@Nullable Object value) {
        if (value instanceof String text) {
            escaped(text);
        } else {
            JsonText json = new JsonText(most - out.length());
            json.value(value);
            full |= json.full;
            escaped(json.toString());
        }
    }

    private void item(Level level, Deque<Level> open) {
        if (!level.first) {
            raw(",");
        }
        level.first = false;
        Object item = level.items.next();
        if (item instanceof Map.Entry<?, ?> member) {
            quoted(String.valueOf(member.getKey()));
            raw(":");
            begin(member.getValue(), open);
        } else {
            begin(item, open);
        }
    }

    private void begin(@Nullable Object value, Deque<Level> open) {
        if (value instanceof Map<?, ?> map) {
            raw("{");
            open.addLast(new Level(map.entrySet().iterator(), "}"));
        } else if (value instanceof List<?> list) {
            raw("[");
            open.addLast(new Level(list.iterator(), "]"));
        } else {
            scalar(value);
        }
    }

    private void scalar(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            raw(String.valueOf(value));
        } else if (value instanceof Number number) {
            raw(isFinite(number) ? number.toString() : "null");
        } else {
            quoted(value.toString());
        }
    }

    private void quoted(String text) {
        raw("\"");
        escaped(text);
        raw("\"");
    }

    private void escaped(String text) {
        if (text.length() > most - out.length()) {
            full = true;
            return;
        }
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            if (mustEscape(text, i)) {
                out.append(text, plain, i);
                escape(text.charAt(i));
                plain = i + 1;
            }
        }
        out.append(text, plain, text.length());
        full |= out.length() > most;
    }

    private static boolean mustEscape(String text, int at) {
        char unit = text.charAt(at);
        return unit < ' ' || unit == '"' || unit == '\\' || (Character.isSurrogate(unit) && !isPaired(text, at));
    }

    /** Tells whether the surrogate at this place belongs to a pair; a lone one has no form in UTF-8. */
    static boolean isPaired(String text, int at) {
        return Character.isHighSurrogate(text.charAt(at))
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    private void escape(char unit) {
        switch (unit) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(HEX.charAt(unit >> shift & 0xf));
                }
            }
        }
    }

    /** NaN and infinity have no form in JSON. */
    static boolean isFinite(Number number) {
        return !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private static final class Level {
        private final Iterator<?> items;
        private final String end;
        private boolean first = true;

        Level(Iterator<?> items, String end) {
            this.items = items;
            this.end = end;
        }
    }
}
