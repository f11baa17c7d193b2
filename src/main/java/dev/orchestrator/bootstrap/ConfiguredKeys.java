package dev.orchestrator.bootstrap;

import dev.orchestrator.adapters.in.rest.ApiKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The API keys of the settings: those named directly, else those in a file. */
public final class ConfiguredKeys {
    static final String VARIABLE = "WORKFLOW_API_KEYS";
    static final String FILE_VARIABLE = "WORKFLOW_API_KEYS_FILE";
    private static final int LARGEST_FILE = 256 * 1024;

    private ConfiguredKeys() {}

    /** Throws {@link StartRefused} for what cannot be read: an API must not open because of a typing error. */
    public static ApiKeys read(Optional<String> keys, Optional<Path> file) {
        Optional<String> named = keys.filter(text -> !text.isBlank());
        if (named.isPresent() && file.isPresent()) {
            throw new StartRefused("Set " + VARIABLE + " or " + FILE_VARIABLE + ", not both.");
        }
        if (named.isPresent()) {
            return parse(VARIABLE, named.get());
        }
        return file.map(path -> parse(FILE_VARIABLE, content(path))).orElse(ApiKeys.NONE);
    }

    private static ApiKeys parse(String source, String text) {
        try {
            ApiKeys keys = ApiKeys.parse(text);
            if (keys.areNone()) {
                throw StartRefused.setting(source, "holds no key; leave it unset to do without keys.");
            }
            return keys;
        } catch (IllegalArgumentException wrong) {
            throw StartRefused.setting(source, "cannot be used: " + wrong.getMessage() + ".");
        }
    }

    private static String content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw StartRefused.setting(FILE_VARIABLE, "names a file of more than " + LARGEST_FILE + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw StartRefused.setting(FILE_VARIABLE, "names a file that cannot be read: " + file);
        }
    }
}
