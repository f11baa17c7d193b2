package dev.orchestrator.domain.definition;

import java.util.function.IntPredicate;

/** A text and how far it has been read. */
final class Cursor {
    /** What {@link #peek} answers at the end. */
    static final char END = '\uffff';

    private final String text;
    private int position;

    Cursor(String text) {
        this.text = text;
    }

    int position() {
        return position;
    }

    void moveTo(int place) {
        position = place;
    }

    boolean atEnd() {
        return position >= text.length();
    }

    char peek() {
        return atEnd() ? END : text.charAt(position);
    }

    char peekAfter() {
        return position + 1 < text.length() ? text.charAt(position + 1) : END;
    }

    boolean isAt(String token) {
        return text.startsWith(token, position);
    }

    boolean accept(String token) {
        if (!isAt(token)) {
            return false;
        }
        position += token.length();
        return true;
    }

    void skipSpace() {
        takeWhile(Character::isWhitespace);
    }

    /** Reads on while the characters (code points) are such, and answers what was read. */
    String takeWhile(IntPredicate such) {
        int start = position;
        while (position < text.length()) {
            int point = text.codePointAt(position);
            if (!such.test(point)) {
                break;
            }
            position += Character.charCount(point);
        }
        return text.substring(start, position);
    }

    /** What was read since that place. */
    String since(int start) {
        return text.substring(start, position);
    }

    /** What stands at the current place, for a message. */
    String here() {
        return atEnd() ? "the end" : Wording.of(new String(Character.toChars(text.codePointAt(position))));
    }

    SyntaxError error(String message, String hint) {
        return new SyntaxError(position, message, hint);
    }
}
