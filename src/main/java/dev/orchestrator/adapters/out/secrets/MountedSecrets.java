package dev.orchestrator.adapters.out.secrets;

import dev.orchestrator.ports.out.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Secrets from variables ({@code WORKFLOW_SECRET_<NAME>}) and, where there is none, from files of that name in a
 * directory, as Docker and Kubernetes mount them. Files are read anew each time, so that a changed one counts.
 */
public final class MountedSecrets implements Secrets {
    private static final Logger LOG = System.getLogger(MountedSecrets.class.getName());
    private static final String VARIABLE = "WORKFLOW_SECRET_";
    private static final int LARGEST = 64 * 1024;
    /** Also keeps a name from leading out of the directory. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");

    private final Function<String, @Nullable String> variables;
    private final @Nullable Path directory;

    public MountedSecrets(Function<String, @Nullable String> variables, @Nullable Path directory) {
        this.variables = variables;
        this.directory = directory;
    }

    @Override
    public Optional<String> find(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        String value = variables.apply(VARIABLE + name);
        return value != null || directory == null ? Optional.ofNullable(value) : read(directory.resolve(name));
    }

    /** Editors and shells leave a line end at the end of a file. */
    private static Optional<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                LOG.log(Level.WARNING, "The secret in {0} is larger than {1} bytes", file, LARGEST);
                return Optional.empty();
            }
            return Optional.of(new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n$", ""));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The secret in {0} cannot be read: {1}", file, e.toString());
            throw new UncheckedIOException("a secret's file cannot be read", e);
        }
    }
}
