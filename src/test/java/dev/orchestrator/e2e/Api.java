package dev.orchestrator.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** A client of one engine's API. Every call is bounded. */
public final class Api {
    public static final ObjectMapper JSON = new ObjectMapper();

    private static final Set<String> ENDED = Set.of("COMPLETED", "FAILED", "CANCELLED");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String server;

    public Api(int port) {
        this.server = "http://127.0.0.1:" + port;
    }

    /** Submits a definition and answers the execution's id. */
    public String submit(String definition) {
        return post("/api/v1/workflow", definition)
                .expect(201)
                .get("execution_id")
                .asText();
    }

    /** Submits and triggers in one call. */
    public String run(String definition) {
        return post("/api/v1/workflow?trigger=true", definition)
                .expect(201)
                .get("execution_id")
                .asText();
    }

    public Answer trigger(String execution, JsonNode params) {
        return post("/api/v1/workflow/trigger/" + execution, "{\"params\": " + params + "}");
    }

    public Answer cancel(String execution) {
        return send(to("/api/v1/workflow/" + execution).DELETE());
    }

    public Answer delete(String path) {
        return send(to(path).DELETE());
    }

    public JsonNode status(String execution) {
        return get("/api/v1/workflow/" + execution).expect(200);
    }

    public JsonNode outputs(String execution) {
        return get("/api/v1/workflow/" + execution + "/results").expect(200).get("outputs");
    }

    /** The status of an execution that has ended. */
    public JsonNode awaitEnd(String execution, Duration patience) {
        Await.until(
                "execution " + execution + " ends",
                patience,
                () -> ENDED.contains(status(execution).path("status").asText()));
        return status(execution);
    }

    public boolean isReady() {
        try {
            return get("/health/ready").code() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    public Answer get(String path) {
        return send(to(path).GET());
    }

    public Answer post(String path, String body) {
        return send(to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    public Answer post(String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request = to(path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return send(request.POST(BodyPublishers.ofString(body)));
    }

    /** A page that is no JSON. */
    public String text(String path) {
        return send(to(path).header("Accept", "text/plain").GET()).body().asText();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).timeout(Duration.ofSeconds(30));
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), parse(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(body);
        }
    }
}
