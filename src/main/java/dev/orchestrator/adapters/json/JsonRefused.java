package dev.orchestrator.adapters.json;

/** Tells why a text is not taken as JSON. Thrown for bad input, so it carries no stack trace. */
public final class JsonRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String pointer;

    /** What is wrong with the text. */
    public enum Kind {
        /** It is not JSON (or not UTF-8), or names a key twice. */
        MALFORMED,
        /** It is deeper, or has a longer number or name, than is allowed. */
        TOO_LARGE,
        /** It is JSON, but a string in it is no text that can be stored: a NUL or half of a surrogate pair. */
        UNFIT_TEXT
    }

    /**
     * Names only text that can be sent back.
     *
     * @param pointer the place as a JSON pointer; empty for the whole
     */
    public JsonRefused(Kind kind, String pointer, String message) {
        super(StorableText.of(message), null, false, false);
        this.kind = kind;
        this.pointer = StorableText.of(pointer);
    }

    public Kind kind() {
        return kind;
    }

    public String pointer() {
        return pointer;
    }
}
