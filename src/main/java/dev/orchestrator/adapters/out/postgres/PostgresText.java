package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.adapters.json.StorableText;

/** Text from outside, such as a handler's message, made fit for a column. */
final class PostgresText {
    private static final char REPLACEMENT = '\uFFFD';

    private PostgresText() {}

    /** The same text, with NULs and halves of surrogate pairs replaced: PostgreSQL could not give them back. */
    static String fit(String text) {
        return StorableText.is(text) ? text : replaced(text);
    }

    private static String replaced(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints().map(c -> c == 0 || isSurrogate(c) ? REPLACEMENT : c).forEach(result::appendCodePoint);
        return result.toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
