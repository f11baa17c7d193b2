package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The random password of an embedded server: made once, kept in a file that only its owner may read. */
final class Password {
    private static final int BYTES = 24;

    private Password() {}

    static String in(Path directory) throws IOException {
        Path file = directory.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Permissions.writePrivate(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }
}
