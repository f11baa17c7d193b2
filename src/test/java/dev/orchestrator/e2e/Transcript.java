package dev.orchestrator.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What a test has seen, line by line with the time, for people to read. */
final class Transcript {
    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private final long begun = System.nanoTime();
    private String last = "";

    Transcript(Path file) {
        this.file = file;
    }

    void note(String line) {
        lines.add(String.format(Locale.ROOT, "%7.2f s  %s", (System.nanoTime() - begun) / 1e9, line));
    }

    /** Notes the line when the state is another than the last time. */
    void seen(String state, Supplier<String> line) {
        if (!state.equals(last)) {
            last = state;
            note(line.get());
        }
    }

    void write() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }
}
