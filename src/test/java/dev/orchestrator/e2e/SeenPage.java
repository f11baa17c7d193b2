package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of documentation whose boxes show what a test has seen; {@code -Ddocs.write} writes them anew.
 *
 * <p>A box is a fenced block under a line {@code <!-- seen: name -->}.
 */
final class SeenPage {
    private static final Pattern BOX =
            Pattern.compile("(<!-- seen: ([a-z-]+) -->\n```[a-z]*\n)(.*?)(```\n)", Pattern.DOTALL);

    private final Path file;
    private final List<String> shown = new ArrayList<>();
    private String page;

    SeenPage(Path file) {
        this.file = file;
        this.page = read(file);
    }

    /** The box of this name holds just this text. */
    void shows(String name, String text) {
        Matcher boxes = BOX.matcher(page);
        while (boxes.find()) {
            if (boxes.group(2).equals(name)) {
                shown.add(name);
                page = page.substring(0, boxes.start(3)) + text.stripTrailing() + "\n" + page.substring(boxes.end(3));
                return;
            }
        }
        throw new AssertionError(file + " has no box named " + name);
    }

    /** Every box was looked at, and the page is as it was seen. */
    void verify() {
        assertThat(BOX.matcher(page).results().map(box -> box.group(2)).toList())
                .containsExactlyInAnyOrderElementsOf(shown);
        if (System.getProperty("docs.write") != null) {
            write();
        }
        assertThat(read(file)).isEqualTo(page);
    }

    private void write() {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
