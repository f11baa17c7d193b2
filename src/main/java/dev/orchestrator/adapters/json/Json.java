package dev.orchestrator.adapters.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into JDK types and writes it back.
 *
 * <p>Objects become {@code LinkedHashMap}, arrays {@code ArrayList}; numbers become the narrowest of Integer, Long and
 * BigInteger, or Double where that is exact and BigDecimal where it is not. Refused are: anything after the value, a
 * key that comes twice, NaN, comments, invalid UTF-8, and strings that no store can hold.
 */
public final class Json {
    /** For text that this system wrote itself: nearly as deep as the parser can take. */
    public static final Json STORED = new Json(500);

    private static final int LONGEST_NUMBER = 1_000;
    private static final int LONGEST_NAME = 65_536;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final JsonFactory factory;

    /** @param depth how many objects and arrays may stand inside each other */
    public Json(int depth) {
        // The shared table of names is off: hostile keys could fill it or collide in it.
        this.factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(depth)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxNameLength(LONGEST_NAME)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
    }

    /** Reads one value from UTF-8; throws {@link JsonRefused} for everything that is not taken. */
    public @Nullable Object parse(byte[] utf8) {
        CharBuffer text = decode(utf8);
        int skip = text.hasRemaining() && text.get(text.position()) == BYTE_ORDER_MARK ? 1 : 0;
        try (JsonParser parser = factory.createParser(
                text.array(), text.arrayOffset() + text.position() + skip, text.remaining() - skip)) {
            return new TreeReader(parser).readAll();
        } catch (IOException e) {
            throw new JsonRefused(JsonRefused.Kind.MALFORMED, "", String.valueOf(e.getMessage()));
        }
    }

    /** Reads one value; throws {@link JsonRefused} for everything that is not taken. */
    public @Nullable Object parse(String text) {
        try (JsonParser parser = factory.createParser(text)) {
            return new TreeReader(parser).readAll();
        } catch (IOException e) {
            throw new JsonRefused(JsonRefused.Kind.MALFORMED, "", String.valueOf(e.getMessage()));
        }
    }

    /** Writes a tree of JDK types; a {@link dev.orchestrator.domain.definition.Document} in it is copied as its text. */
    public static String write(@Nullable Object tree) {
        return TreeWriter.write(tree);
    }

    public static byte[] bytes(@Nullable Object tree) {
        return TreeWriter.write(tree).getBytes(StandardCharsets.UTF_8);
    }

    /** Decodes strictly: Jackson's own decoder lets overlong forms and encoded surrogates pass. */
    private static CharBuffer decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw new JsonRefused(JsonRefused.Kind.MALFORMED, "", "The text is not valid UTF-8");
        }
    }
}
