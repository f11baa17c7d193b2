package dev.orchestrator.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the handlers of the witness plug-in have written down. */
final class Ledger {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path file;

    /** One line; the time is that of the machine, in microseconds since 1970. */
    record Line(String what, String execution, String node, int attempt, int dispatch, long pid, long micros) {}

    Ledger(Path directory) {
        this.file = directory.resolve("ledger.txt");
    }

    String path() {
        return file.toString();
    }

    List<Line> of(String execution) {
        return lines().filter(line -> line.execution().equals(execution)).toList();
    }

    List<Line> of(String execution, String what) {
        return of(execution).stream().filter(line -> line.what().equals(what)).toList();
    }

    /** Waits until as many such lines are there, and answers the last of these. */
    Line await(String execution, String what, int count) {
        Await.until(
                "the ledger has " + count + " times '" + what + "'",
                PATIENCE,
                () -> of(execution, what).size() >= count);
        return of(execution, what).get(count - 1);
    }

    Stream<Line> lines() {
        try {
            return Files.exists(file)
                    ? Files.readString(file)
                            .lines()
                            .filter(line -> line.split(" ").length == 7)
                            .map(Ledger::line)
                    : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String text) {
        String[] words = text.split(" ");
        return new Line(
                words[0],
                words[1],
                words[2],
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]));
    }
}
