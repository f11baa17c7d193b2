package dev.orchestrator.e2e;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A client that submits one execution after the other, to several APIs in turn. It does what a client may be asked to: when
 * a connection is refused, or the answer is 503, it tries the next API; one that closes the connection behind its answer is
 * about to end. Everything else is an error.
 */
final class Submitter implements AutoCloseable {
    private static final long KEEP_AWAY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    final Queue<String> errors = new ConcurrentLinkedQueue<>();
    final Queue<String> repeated = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<Integer> ports;
    private final Supplier<String> definitions;
    private final Thread thread;
    private final Map<Integer, Long> leaving = new HashMap<>();
    private volatile boolean stopping;
    private int turn;

    Submitter(List<Integer> ports, Supplier<String> definitions) {
        this.ports = ports;
        this.definitions = definitions;
        this.thread = new Thread(this::run, "submitter");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!stopping) {
            submit(definitions.get(), UUID.randomUUID().toString());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void submit(String definition, String key) {
        while (!tried(definition, key)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Answers whether there is nothing left to be tried. */
    private boolean tried(String definition, String key) {
        int port = nextPort();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/workflow?trigger=true"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(definition))
                .build();
        try {
            return took(port, http.send(request, BodyHandlers.ofString()));
        } catch (ConnectException refused) {
            repeated.add("refused");
            return false;
        } catch (IOException e) {
            errors.add(port + ": " + e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** As a load balancer does, it keeps away for a while from an API that closes the connection. */
    private int nextPort() {
        int port = ports.get(turn++ % ports.size());
        return System.nanoTime() - leaving.getOrDefault(port, Long.MIN_VALUE / 2) < KEEP_AWAY_NANOS
                ? ports.get(turn++ % ports.size())
                : port;
    }

    private boolean took(int port, HttpResponse<String> response) throws IOException {
        if (response.headers().firstValue("Connection").orElse("").equals("close")) {
            leaving.put(port, System.nanoTime());
            repeated.add("told");
        }
        if (response.statusCode() == 503) {
            repeated.add("503");
            return false;
        }
        if (response.statusCode() != 201) {
            errors.add(response.statusCode() + " " + response.body());
            return true;
        }
        acknowledged.add(Api.JSON.readTree(response.body()).get("execution_id").asText());
        return true;
    }

    /** Ends after the submission under way. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(60));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
