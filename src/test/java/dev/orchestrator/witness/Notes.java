package dev.orchestrator.witness;

import dev.orchestrator.spi.TaskContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task's lines, as JSON, in a file to which all processes of a machine append. A line is one write of the kernel's, so
 * none is torn, and what was written survives the process that wrote it.
 */
final class Notes {
    private final TaskContext task;

    Notes(TaskContext task) {
        this.task = task;
    }

    void say(String what, @Nullable Map<String, ?> output) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("what", what);
        line.put("execution", task.executionId());
        line.put("node", task.nodeId());
        line.put("attempt", task.attempt());
        line.put("dispatch", task.dispatch());
        line.put("worker", Long.toString(ProcessHandle.current().pid()));
        line.put("at", Instant.now().toString());
        line.put("input", what.equals("START") ? task.config() : null);
        line.put("output", output);
        StringBuilder text = new StringBuilder();
        write(line, text);
        append(ByteBuffer.wrap(text.append('\n').toString().getBytes(StandardCharsets.UTF_8)));
    }

    private void append(ByteBuffer line) {
        Path file = Path.of(String.valueOf(task.config().get("ledger")));
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            channel.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            String before = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(before);
                quote(String.valueOf(entry.getKey()), out);
                out.append(':');
                write(entry.getValue(), out);
                before = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof Iterable<?> items) {
            out.append('[');
            String before = "";
            for (Object item : items) {
                out.append(before);
                write(item, out);
                before = ",";
            }
            out.append(']');
        } else if (value instanceof String text) {
            quote(text, out);
        } else {
            out.append(value);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        out.append('"');
    }
}
