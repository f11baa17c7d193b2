package dev.orchestrator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.chaos.Calls.Told;
import dev.orchestrator.checker.Evidence;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.e2e.Answer;
import dev.orchestrator.e2e.Api;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What clients do, each answer written down. For any thread. */
public final class Client {
    private static final String WORKFLOW = "/api/v1/workflow";
    private static final String LETTERS = "/api/v1/admin/dlq";

    private final Calls calls;
    private final Book book;

    Client(Calls calls, Book book) {
        this.calls = calls;
        this.book = book;
    }

    /** Submits and triggers; repeats it with the same keys until it is answered. Null when it never was. */
    public @Nullable ExecutionId run(Order order) {
        boolean atOnce = order.params() == null;
        book.note(new Evidence.Request(order.name(), null, null, false, null, null));
        Map<String, String> key = key();
        String path = atOnce ? WORKFLOW + "?trigger=true" : WORKFLOW;
        Told told = calls.ask(api -> api.post(path, order.definition().toString(), key));
        if (told == null || isWrong(told.answer(), "submit", 201)) {
            return null;
        }
        ExecutionId id = ExecutionId.of(told.answer().text("/execution_id"));
        Map<String, Object> params = order.params() == null ? Map.of() : order.params();
        book.note(new Evidence.Request(
                order.name(), id, params, atOnce, Instant.now(), atOnce ? order.expected() : null));
        if (!atOnce && trigger(id, params)) {
            book.note(new Evidence.Request(order.name(), id, params, true, Instant.now(), order.expected()));
        }
        return id;
    }

    private boolean trigger(ExecutionId id, Map<String, Object> params) {
        JsonNode body = Api.JSON.createObjectNode().set("params", Api.JSON.valueToTree(params));
        Map<String, String> key = key();
        Told told = calls.ask(api -> api.post(WORKFLOW + "/trigger/" + id, body.toString(), key));
        return told != null && !isWrong(told.answer(), "trigger", 200);
    }

    private static Map<String, String> key() {
        return Map.of("Idempotency-Key", UUID.randomUUID().toString());
    }

    /** Cancels it, or hears that it has ended. */
    public void cancel(ExecutionId id) {
        Told told = calls.ask(api -> api.cancel(id.toString()));
        if (told != null && !isWrong(told.answer(), "cancel", 200, 409)) {
            boolean won = told.answer().code() == 200;
            if (won || !told.blind()) {
                book.cancels.add(new Evidence.Cancel(id, Instant.now(), won));
            }
        }
    }

    /** Retries the open letter of a node, twice; answers whether there was one. */
    boolean retry(ExecutionId id, String node) {
        Answer letters = calls.once(api -> api.get(LETTERS + "?status=open&execution_id=" + id));
        if (letters == null || isWrong(letters, "letters", 200)) {
            return false;
        }
        for (JsonNode letter : letters.body().path("entries")) {
            if (letter.path("node_id").asText().equals(node)) {
                String path = LETTERS + "/" + letter.path("id").asText() + "/retry";
                retry(id, node, path);
                retry(id, node, path);
                return true;
            }
        }
        return false;
    }

    private void retry(ExecutionId id, String node, String path) {
        Told told = calls.ask(api -> api.post(path, ""));
        if (told != null && !isWrong(told.answer(), "retry", 200, 409)) {
            boolean won = told.answer().code() == 200;
            if (won || !told.blind()) {
                book.retries.add(new Evidence.Retry(id, new NodeId(node), Instant.now(), won));
            }
        }
    }

    /** Reads its status once; null when there was no answer. */
    @Nullable
    ExecutionStatus look(String reader, ExecutionId id) {
        Answer answer = calls.once(api -> api.get(WORKFLOW + "/" + id));
        if (answer == null || isWrong(answer, "status of " + id, 200)) {
            return null;
        }
        Map<NodeId, NodeState> nodes = new HashMap<>();
        answer.body()
                .path("node_statuses")
                .properties()
                .forEach(it -> nodes.put(
                        new NodeId(it.getKey()), NodeState.valueOf(it.getValue().asText())));
        ExecutionStatus status = ExecutionStatus.valueOf(answer.text("/status"));
        int version = answer.body().path("version").asInt();
        book.sightings.add(new Evidence.Sighting(reader, id, Instant.now(), version, status, nodes));
        return status;
    }

    boolean hasEndedWell(ExecutionId id) {
        Answer answer = calls.once(api -> api.get(WORKFLOW + "/" + id));
        return answer != null && answer.text("/status").equals("COMPLETED");
    }

    /** Reads the results of an execution that changes no more; answers whether there was an answer. */
    boolean results(ExecutionId id) {
        Answer answer = calls.once(api -> api.get(WORKFLOW + "/" + id + "/results"));
        if (answer == null || isWrong(answer, "results of " + id, 200)) {
            return false;
        }
        Map<NodeId, Document> outputs = new HashMap<>();
        answer.body()
                .path("outputs")
                .properties()
                .forEach(it -> outputs.put(
                        new NodeId(it.getKey()), JsonDocument.of(it.getValue().toString())));
        book.note(new Evidence.Results(id, outputs));
        return true;
    }

    private boolean isWrong(Answer answer, String what, int... right) {
        for (int code : right) {
            if (answer.code() == code) {
                return false;
            }
        }
        book.wrong(what + " was answered " + answer.code() + ": " + answer.body());
        return true;
    }
}
