package dev.orchestrator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads the journal of an execution, as its user may. */
final class JournalPages {
    private final Api api;

    JournalPages(Api api) {
        this.api = api;
    }

    List<JsonNode> events(String execution) {
        List<JsonNode> events = new ArrayList<>();
        int after = -1;
        int next = 0;
        while (next != after) {
            after = next;
            JsonNode page = api.get("/api/v1/workflow/" + execution + "/events?limit=100&after=" + after)
                    .expect(200);
            page.get("events").forEach(events::add);
            next = page.get("next").asInt();
        }
        return events;
    }

    List<JsonNode> events(String execution, String type) {
        return events(execution).stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    /** One line an event, for people. */
    String told(String execution) {
        StringBuilder text = new StringBuilder();
        events(execution).forEach(event -> {
            text.append(event.path("at").asText())
                    .append(' ')
                    .append(event.path("type").asText());
            for (String field :
                    List.of("node", "attempt", "dispatch", "worker", "retry_at", "dead_letter", "status", "reason")) {
                if (event.hasNonNull(field)) {
                    text.append(' ')
                            .append(field)
                            .append('=')
                            .append(event.get(field).asText());
                }
            }
            if (event.has("error")) {
                text.append(" error=").append(event.at("/error/code").asText());
            }
            text.append('\n');
        });
        return text.toString();
    }
}
