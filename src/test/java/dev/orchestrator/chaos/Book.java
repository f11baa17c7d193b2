package dev.orchestrator.chaos;

import dev.orchestrator.checker.Evidence;
import dev.orchestrator.domain.execution.ExecutionId;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Where clients write down what they asked and what they were told. For any thread. */
final class Book {
    private static final int MOST_WRONG = 200;

    private final Map<String, Evidence.Request> requests = new ConcurrentHashMap<>();
    private final Map<ExecutionId, Evidence.Results> results = new ConcurrentHashMap<>();
    final Queue<Evidence.Cancel> cancels = new ConcurrentLinkedQueue<>();
    final Queue<Evidence.Retry> retries = new ConcurrentLinkedQueue<>();
    final Queue<Evidence.Sighting> sightings = new ConcurrentLinkedQueue<>();
    final Queue<Evidence.Notice> notices = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> repeated = new ConcurrentHashMap<>();

    /** Replaces what stands there of the same workflow. */
    void note(Evidence.Request request) {
        requests.put(request.workflow(), request);
    }

    /** Of an execution that has ended for good. */
    void note(Evidence.Results shown) {
        results.put(shown.execution(), shown);
    }

    /** An answer that no client should get. */
    void wrong(String what) {
        if (wrong.size() < MOST_WRONG) {
            wrong.add(what);
        }
    }

    /** A request was sent again, for a reason that a client must expect. */
    void repeated(String why) {
        repeated.merge(why, 1, Integer::sum);
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    Map<String, Integer> repeated() {
        return new TreeMap<>(repeated);
    }

    List<ExecutionId> executions() {
        return requests.values().stream()
                .filter(it -> it.execution() != null)
                .map(Evidence.Request::execution)
                .toList();
    }

    Evidence.Clients clients() {
        return new Evidence.Clients(
                List.copyOf(requests.values()),
                List.copyOf(cancels),
                List.copyOf(retries),
                List.copyOf(sightings),
                List.copyOf(results.values()),
                List.copyOf(notices));
    }
}
