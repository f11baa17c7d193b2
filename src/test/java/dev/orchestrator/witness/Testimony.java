package dev.orchestrator.witness;

import dev.orchestrator.spi.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** One task's lines in a file to which all processes of a machine append: what, task, attempt, dispatch, pid, micros. */
final class Testimony {
    private final TaskContext task;

    Testimony(TaskContext task) {
        this.task = task;
    }

    void say(String what) {
        Instant now = Instant.now();
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        String line = String.join(
                " ",
                what,
                task.executionId(),
                task.nodeId(),
                Integer.toString(task.attempt()),
                Integer.toString(task.dispatch()),
                Long.toString(pid()),
                Long.toString(micros));
        try {
            Files.writeString(path("ledger"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a file of this name is there: for all attempts, or for this one. */
    boolean isThere(String key) {
        Path file = path(key);
        return Files.exists(file) || Files.exists(Path.of(file + "." + task.attempt()));
    }

    long millis(String key) {
        return task.config().get(key) instanceof Number number ? number.longValue() : 0;
    }

    Map<String, Object> output() {
        return Map.of("pid", pid(), "attempt", task.attempt());
    }

    private Path path(String key) {
        return Path.of(String.valueOf(task.config().get(key)));
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }
}
