package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.execution.Failure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A short hash that failures of one kind share: of the handler, the category, the code and the message without what
 * differs from case to case. Kept with each letter: one that an earlier release made stands for a group of its own.
 */
final class Fingerprint {
    private static final int BYTES = 8;

    /** In this order: what stands first may hold what stands later. */
    private static final List<Mask> MASKS = List.of(
            new Mask("(?i)\\b(https?://[^\\s/?#\"'`<>]+)[^\\s\"'`<>]*", "$1/<path>"),
            new Mask("\"[^\"\\n]*\"|`[^`\\n]*`", "<quoted>"),
            // An apostrophe within a word opens no quotation.
            new Mask("(?<![\\p{L}\\p{N}])'[^'\\n]*'(?![\\p{L}\\p{N}])", "<quoted>"),
            new Mask("(?i)\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<id>"),
            new Mask("(?i)\\b0x[0-9a-f]+\\b", "<hex>"),
            new Mask("(?i)\\b(?=[0-9a-f]*[0-9])[0-9a-f]{7,}\\b", "<hex>"),
            // Keys of other makes: long, and with digits among the letters.
            new Mask("\\b(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{16,}\\b", "<id>"),
            new Mask("[0-9]+", "#"));

    private Fingerprint() {}

    private record Mask(Pattern pattern, String replacement) {
        Mask(String pattern, String replacement) {
            this(Pattern.compile(pattern), replacement);
        }
    }

    static String of(String handler, Failure failure) {
        String kind = String.join(
                "\n", handler, failure.category().name(), failure.code(), withoutDetails(failure.message()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(kind.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String withoutDetails(String message) {
        String rest = message;
        for (Mask mask : MASKS) {
            rest = mask.pattern().matcher(rest).replaceAll(mask.replacement());
        }
        return rest;
    }
}
