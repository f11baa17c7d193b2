package dev.orchestrator.adapters.out.redis;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tells text from bytes that were only made to look like it: the usual decoding replaces what it does not understand. */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** Whether the decoded text is what the bytes say; only a text that shows damage is looked at closely. */
    static boolean is(String decoded, Response bytes) {
        return decoded.indexOf(REPLACEMENT) < 0 || isStrictly(bytes.toBytes());
    }

    static boolean is(String decoded, Buffer bytes) {
        return decoded.indexOf(REPLACEMENT) < 0 || isStrictly(bytes.getBytes());
    }

    private static boolean isStrictly(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
