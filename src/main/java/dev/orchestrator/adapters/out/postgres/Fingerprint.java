package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.execution.Failure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short hash that failures of one kind share: of the handler, the code and the message without its numbers. */
final class Fingerprint {
    private static final int BYTES = 8;

    private Fingerprint() {}

    static String of(String handler, Failure failure) {
        String kind = String.join(
                "\n",
                handler,
                failure.category().name(),
                failure.code(),
                failure.message().replaceAll("[0-9]+", "#"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(kind.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
