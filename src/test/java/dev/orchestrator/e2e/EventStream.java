package dev.orchestrator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** One client of an execution's event stream; reads on a thread of its own until the stream ends or breaks. */
public final class EventStream {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final List<Integer> versions = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private volatile JsonNode end;

    /** @param after the last version that was handled; 0 for none */
    public EventStream(int port, String execution, int after) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/workflow/" + execution + "/events"))
                .header("Accept", "text/event-stream");
        if (after > 0) {
            request.header("Last-Event-ID", Integer.toString(after));
        }
        reader = new Thread(() -> read(request.build()), "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(HttpRequest request) {
        try (Stream<String> lines = HTTP.send(request, BodyHandlers.ofLines()).body()) {
            List<String> message = new ArrayList<>();
            lines.forEach(line -> {
                if (line.isEmpty()) {
                    take(message);
                    message.clear();
                } else {
                    message.add(line);
                }
            });
        } catch (UncheckedIOException | IOException broken) {
            // The server was killed: what was read before counts.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(List<String> message) {
        String data = field(message, "data");
        try {
            if (message.contains("event: version")) {
                int version = Api.JSON.readTree(data).path("version").asInt();
                if (!field(message, "id").equals(Integer.toString(version))) {
                    throw new AssertionError("the id is not the version: " + message);
                }
                versions.add(version);
            } else if (message.contains("event: end")) {
                end = Api.JSON.readTree(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String field(List<String> message, String name) {
        return message.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    public List<Integer> versions() {
        return List.copyOf(versions);
    }

    public int last() {
        return versions.isEmpty() ? 0 : versions.get(versions.size() - 1);
    }

    public boolean isOver() {
        return !reader.isAlive();
    }

    /** What the message {@code end} said; null when none came. */
    public JsonNode end() {
        return end;
    }
}
