package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.explanation.Ahead;
import dev.orchestrator.domain.explanation.Alarm;
import dev.orchestrator.domain.explanation.Open;
import dev.orchestrator.domain.explanation.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the script explain_open answered, and the counts that come later. Rows are as its head says. */
final class OpenRows {
    private final List<List<String>> rows = new ArrayList<>();
    private final Map<String, Map<String, Ahead>> counts = new HashMap<>();
    private Instant at;

    /** @param at the time, for when Redis does not tell it */
    OpenRows(Instant at) {
        this.at = at;
    }

    void add(ScriptReply reply) {
        at = instant(reply.text(1));
        rows.addAll(reply.rows(2));
    }

    Map<String, List<String>> entriesByQueue() {
        Map<String, List<String>> queues = new TreeMap<>();
        rows.stream().filter(row -> row.get(0).equals("Q")).forEach(row -> queues.computeIfAbsent(
                        row.get(3), queue -> new ArrayList<>())
                .add(row.get(4)));
        return queues;
    }

    void count(String queue, Map<String, Ahead> ahead) {
        counts.put(queue, ahead);
    }

    Open open() {
        Map<NodeId, Place> places = new HashMap<>();
        Map<NodeId, Alarm> alarms = new HashMap<>();
        Alarm timeout = null;
        for (List<String> row : rows) {
            String node = row.get(1);
            if (!row.get(0).equals("T")) {
                places.put(new NodeId(node), place(row));
            } else if (node.isEmpty()) {
                timeout = alarm(row);
            } else {
                alarms.put(new NodeId(node), alarm(row));
            }
        }
        return new Open(at, places, alarms, timeout);
    }

    private Place place(List<String> row) {
        int dispatch = Integer.parseInt(row.get(2));
        if (row.get(0).equals("Q")) {
            return new Place.InQueue(dispatch, row.get(3), instant(row.get(5)), ahead(row.get(3), row.get(4)));
        } else if (row.get(0).equals("L")) {
            Instant ends = row.get(6).isEmpty() ? null : instant(row.get(6));
            return new Place.AtWorker(dispatch, row.get(3), instant(row.get(4)), ends, instant(row.get(5)));
        }
        String worker = row.get(3).isEmpty() ? null : row.get(3);
        boolean overdue = row.get(5).equals("X");
        return new Place.Reported(dispatch, worker, overdue, Instant.ofEpochMilli(QueueCount.millis(row.get(4))));
    }

    private @Nullable Ahead ahead(String queue, String entry) {
        Map<String, Ahead> counted = counts.get(queue);
        return counted == null ? null : counted.get(entry);
    }

    private static Alarm alarm(List<String> row) {
        Instant fired = row.get(4).isEmpty() ? null : Instant.ofEpochMilli(QueueCount.millis(row.get(4)));
        return new Alarm(Integer.parseInt(row.get(2)), instant(row.get(3)), fired);
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
