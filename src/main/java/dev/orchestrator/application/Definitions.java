package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Defaults;
import dev.orchestrator.domain.definition.DefinitionReader;
import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.ports.out.Submission;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads definitions, and names what is stored of them by its content. */
public final class Definitions {
    private final DefinitionReader reader;
    private final Defaults defaults;
    private final BiFunction<Object, Defaults, String> storedForm;

    /** @param storedForm writes a definition, with the defaults it was read with, as it is to be stored */
    public Definitions(DefinitionReader reader, Defaults defaults, BiFunction<Object, Defaults, String> storedForm) {
        this.reader = reader;
        this.defaults = defaults;
        this.storedForm = storedForm;
    }

    Reading read(@Nullable Object definition) {
        return reader.read(definition);
    }

    /** What to store of a definition that was read without a problem. */
    Submission submission(Object definition, String name) {
        String text = storedForm.apply(definition, defaults);
        return new Submission(idOf(text), name, text);
    }

    /** A UUID of version 8 (RFC 9562) from the first bits of the content's SHA-256. */
    private static WorkflowId idOf(String text) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(text));
        long high = (hash.getLong() & ~0xF000L) | 0x8000L;
        long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new WorkflowId(new UUID(high, low));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
