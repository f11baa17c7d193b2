package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.adapters.json.JsonRefused;
import dev.orchestrator.adapters.json.StorableText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON part of a message, read with a clear refusal of what does not fit. Unknown members are passed over. */
record MessageBody(Map<?, ?> members) {
    private static final long MICROS = 1_000_000;

    static MessageBody parse(@Nullable String text) {
        if (text == null) {
            throw new Unreadable("the message has no body");
        }
        try {
            return of(Json.STORED.parse(text));
        } catch (JsonRefused e) {
            throw new Unreadable("the body is not JSON: " + e.getMessage());
        }
    }

    private static MessageBody of(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            return new MessageBody(map);
        }
        throw new Unreadable("not an object");
    }

    MessageBody object(String name) {
        return of(members.get(name));
    }

    @Nullable
    MessageBody objectOrNull(String name) {
        return members.get(name) == null ? null : object(name);
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw new Unreadable(name + " is missing");
        }
        return text;
    }

    @Nullable
    String textOrNull(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new Unreadable(name + " is not a text");
    }

    List<?> listOrEmpty(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof List) {
            return value == null ? List.of() : (List<?>) value;
        }
        throw new Unreadable(name + " is not a list");
    }

    long number(String name) {
        if (members.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new Unreadable(name + " is not a number");
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    Instant instant(String name) {
        Instant instant = instantOrNull(name);
        if (instant == null) {
            throw new Unreadable(name + " is missing");
        }
        return instant;
    }

    @Nullable
    Instant instantOrNull(String name) {
        if (members.get(name) == null) {
            return null;
        }
        long micros = number(name);
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * (1_000_000_000 / MICROS));
    }

    /** Instants are sent as microseconds, as fine as the journal keeps them. */
    static @Nullable Long micros(@Nullable Instant instant) {
        return instant == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** Text that every store takes; what none can hold is replaced by a question mark. */
    static String storable(String text) {
        if (StorableText.is(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(MessageBody::storable).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static int storable(int codePoint) {
        boolean isHalf = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return codePoint == 0 || isHalf ? '?' : codePoint;
    }
}
