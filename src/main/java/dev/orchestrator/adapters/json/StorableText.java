package dev.orchestrator.adapters.json;

/** Tells what text every store takes: PostgreSQL holds no NUL, UTF-8 no half of a surrogate pair. */
public final class StorableText {
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
}
