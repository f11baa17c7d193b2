package dev.orchestrator.domain.execution;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where in a distributed trace something belongs: the text of a W3C {@code traceparent} header. The engine carries it
 * from the trigger to every task and reads nothing into it.
 */
public record TraceContext(String traceparent) {
    /** Of versions to come, which may append to what is known today. */
    public static final int LONGEST = 256;

    private static final Pattern FORM = Pattern.compile("(?:00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
            + "|(?!00|ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-[!-~]*)?)");
    private static final int TRACE = 3;
    private static final int SPAN = 36;

    public TraceContext {
        if (!isValid(traceparent)) {
            throw new IllegalArgumentException("not a traceparent");
        }
    }

    /** What comes from outside: null where it is missing or no traceparent, since a broken trace must break nothing else. */
    public static @Nullable TraceContext orNull(@Nullable String text) {
        return text != null && isValid(text) ? new TraceContext(text) : null;
    }

    private static boolean isValid(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }

    /** The 32 hexadecimal digits that all spans of the trace share. */
    public String traceId() {
        return traceparent.substring(TRACE, SPAN - 1);
    }

    /** The 16 hexadecimal digits of the parent of what follows. */
    public String spanId() {
        return traceparent.substring(SPAN, SPAN + 16);
    }
}
