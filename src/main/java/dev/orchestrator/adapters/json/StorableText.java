package dev.orchestrator.adapters.json;

/** Tells what text every store takes: PostgreSQL holds no NUL, UTF-8 no half of a surrogate pair. */
public final class StorableText {
    private static final int REPLACEMENT = 0xFFFD;

    private StorableText() {}

    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c) && (++i == text.length() || !Character.isLowSurrogate(text.charAt(i)))) {
                return false;
            }
        }
        return true;
    }

    /** The text as it can be stored and sent: every other character is replaced by U+FFFD. */
    public static String of(String text) {
        if (is(text)) {
            return text;
        }
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> storable.appendCodePoint(isStorable(point) ? point : REPLACEMENT));
        return storable.toString();
    }

    /** The same, cut to so many characters where it is longer; for what is repeated to whoever sent it. */
    public static String shortened(String text, int most) {
        return of(text.length() <= most ? text : text.substring(0, most) + "…");
    }

    private static boolean isStorable(int point) {
        return point != 0 && (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    }
}
