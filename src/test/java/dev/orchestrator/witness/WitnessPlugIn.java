package dev.orchestrator.witness;

import dev.orchestrator.spi.TaskHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;

/** The handlers of this package as a jar, such as a worker is given by {@code --plugins}. */
public final class WitnessPlugIn {
    /** The handlers whose ledger is JSON with inputs and outputs. */
    public static final Set<String> TALKATIVE = Set.of(Moody.NAME, MoodyBlocking.NAME);

    private static final List<Class<?>> HANDLERS =
            List.of(Witness.class, Nimble.class, Poison.class, Moody.class, MoodyBlocking.class);

    private WitnessPlugIn() {}

    /** Packs the jar into a new directory below this one, and answers that directory. */
    public static Path packInto(Path parent) {
        try {
            Path directory = Files.createDirectories(parent.resolve("plugins"));
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(directory.resolve("witness.jar")))) {
                for (Class<?> handler : HANDLERS) {
                    add(out, handler);
                }
                add(out, Testimony.class);
                add(out, Notes.class);
                String names = HANDLERS.stream().map(Class::getName).collect(Collectors.joining("\n"));
                entry(out, "META-INF/services/" + TaskHandler.class.getName(), names.getBytes(StandardCharsets.UTF_8));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(JarOutputStream out, Class<?> type) throws IOException {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = WitnessPlugIn.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no class file of " + type);
            }
            entry(out, name, in.readAllBytes());
        }
    }

    private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
