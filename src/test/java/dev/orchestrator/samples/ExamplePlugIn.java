package dev.orchestrator.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The plug-in of docs/plugin-example, compiled as its page says: against the SPI and nothing else of the engine. */
public record ExamplePlugIn(String source, String className, String declared) {
    private static final Path EXAMPLE = Path.of("docs/plugin-example");
    private static final String SERVICE = "META-INF/services/dev.orchestrator.spi.TaskHandler";

    /** As it is shown. */
    public static ExamplePlugIn asShown() throws IOException {
        String declared = Files.readString(EXAMPLE.resolve(SERVICE)).strip();
        return new ExamplePlugIn(Files.readString(EXAMPLE.resolve("Shout.java")), "Shout", declared);
    }

    /** The same class under another name, for another handler. */
    public static ExamplePlugIn of(String className, String handler) throws IOException {
        String source = asShown()
                .source()
                .replace("class Shout", "class " + className)
                .replace("\"shout\"", "\"" + handler + "\"");
        return new ExamplePlugIn(source, className, "com.example." + className);
    }

    /** With a service file that names this class. */
    public ExamplePlugIn declaring(String other) {
        return new ExamplePlugIn(source, className, other);
    }

    public void packInto(Path jar) throws IOException {
        Path work = Files.createTempDirectory("plug-in");
        Path file = Files.writeString(work.resolve(className + ".java"), source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--release",
                        "17",
                        "-cp",
                        spiAlone(work).toString(),
                        "-d",
                        work.toString(),
                        file.toString());
        assertThat(result).as("javac").isZero();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            entry(
                    out,
                    "com/example/" + className + ".class",
                    Files.readAllBytes(work.resolve("com/example/" + className + ".class")));
            entry(out, SERVICE, declared.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Path spiAlone(Path work) throws IOException {
        Path spi = Files.createDirectories(work.resolve("engine/dev/orchestrator/spi"));
        try (Stream<Path> classes = Files.list(Path.of("target/classes/dev/orchestrator/spi"))) {
            for (Path each : classes.toList()) {
                Files.copy(each, spi.resolve(each.getFileName()));
            }
        }
        return work.resolve("engine");
    }

    private static void entry(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(content);
        out.closeEntry();
    }
}
