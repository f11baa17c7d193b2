package dev.orchestrator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.samples.Sample;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One execution of a sample, held against what the sample expects. */
record SampleRun(Sample sample, Api api, String execution) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Submits the sample and triggers it with its params. */
    static SampleRun of(Sample sample, Api api) {
        SampleRun run = new SampleRun(sample, api, api.submit(sample.definition()));
        assertThat(api.status(run.execution).path("status").asText()).isEqualTo("PENDING");
        api.trigger(
                        run.execution,
                        sample.expected().path("params").isMissingNode()
                                ? Api.JSON.createObjectNode()
                                : sample.expected().get("params"))
                .expect(200);
        return run;
    }

    /** Cancels it if the sample is about that, waits for its end and compares. */
    void verify() {
        cancelIfAsked();
        retryIfAsked();
        JsonNode status = api.awaitEnd(execution, PATIENCE);
        JsonNode expected = sample.expected();
        assertThat(status.path("status").asText()).as("status of %s", status).isEqualTo(text("status"));
        assertThat(status.path("reason").asText(""))
                .isEqualTo(expected.path("reason").asText(""));
        assertThat(states(status)).isEqualTo(expectedStates());
        holds(expected.path("status_at"), status);
        verifyOutputs(status);
    }

    private void verifyOutputs(JsonNode status) {
        JsonNode outputs = api.outputs(execution);
        assertThat(names(outputs)).as("only nodes that completed have outputs").isEqualTo(completed(status));
        holds(sample.expected().path("outputs"), outputs);
        sample.expected().path("present").forEach(pointer -> assertThat(
                        outputs.at(pointer.asText()).isValueNode())
                .as("%s in %s", pointer, outputs)
                .isTrue());
    }

    private void cancelIfAsked() {
        JsonNode when = sample.expected().path("cancel_when");
        if (!when.isMissingNode()) {
            Await.until("it can be cancelled", PATIENCE, () -> isSo(when, api.status(execution)));
            assertThat(api.cancel(execution).expect(200).path("status").asText())
                    .isEqualTo("success");
            assertThat(api.cancel(execution).code()).as("a second cancel").isEqualTo(409);
        }
    }

    /** Waits until the node is a dead letter and gives it another chance. */
    private void retryIfAsked() {
        JsonNode node = sample.expected().path("retry_dead_letter");
        if (!node.isMissingNode()) {
            JsonNode failed = api.awaitEnd(execution, PATIENCE);
            assertThat(failed.path("status").asText()).as("%s", failed).isEqualTo("FAILED");
            String retry = "/api/v1/admin/dlq/" + letterOf(node.asText()) + "/retry";
            assertThat(api.post(retry, "").expect(200).path("task_id").asText())
                    .isEqualTo(execution + ":" + node.asText());
            assertThat(api.post(retry, "").code()).as("a second retry").isEqualTo(409);
        }
    }

    private String letterOf(String node) {
        for (JsonNode entry : api.get("/api/v1/admin/dlq?limit=500").expect(200).path("entries")) {
            if (entry.path("execution_id").asText().equals(execution)
                    && entry.path("node_id").asText().equals(node)) {
                return entry.path("id").asText();
            }
        }
        throw new AssertionError(node + " of " + execution + " is no dead letter");
    }

    private static boolean isSo(JsonNode when, JsonNode status) {
        return when.properties().stream().allMatch(it -> status.at(it.getKey()).equals(it.getValue()));
    }

    private void holds(JsonNode pointers, JsonNode in) {
        pointers.properties().forEach(it -> assertThat(in.at(it.getKey()))
                .as("%s of %s in %s", it.getKey(), sample, in)
                .isEqualTo(it.getValue()));
    }

    private String text(String field) {
        return sample.expected().path(field).asText();
    }

    private Map<String, String> expectedStates() {
        JsonNode states = sample.expected().get("node_statuses");
        Map<String, String> expected = new TreeMap<>();
        sample.nodes()
                .forEach(node -> expected.put(
                        node, states.path(states.has("*") ? "*" : node).asText()));
        return expected;
    }

    static Map<String, String> states(JsonNode status) {
        Map<String, String> states = new TreeMap<>();
        status.get("node_statuses")
                .properties()
                .forEach(it -> states.put(it.getKey(), it.getValue().asText()));
        return states;
    }

    private static Set<String> completed(JsonNode status) {
        Map<String, String> states = states(status);
        states.values().removeIf(state -> !state.equals("COMPLETED"));
        return states.keySet();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
