package dev.orchestrator.domain.explanation;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is there to do the work, as they say of themselves.
 *
 * @param orchestrated whether anybody decides
 */
public record Fleet(List<Worker> workers, boolean orchestrated) {
    /** Nothing is known of anybody. */
    public static final Fleet UNKNOWN = new Fleet(List.of(), true);

    public Fleet {
        workers = List.copyOf(workers);
    }

    /** @param handlers null when it does not say */
    public record Worker(String name, Set<String> queues, @Nullable Set<String> handlers, int slots, int busy) {
        boolean handles(String handler) {
            return handlers == null || handlers.contains(handler);
        }
    }

    /** How many workers serve a queue, and their slots. */
    public record Serving(int workers, int slots, int busy) {}

    boolean has(String worker) {
        return workers.stream().anyMatch(it -> it.name().equals(worker));
    }

    List<Worker> serving(String queue) {
        return workers.stream().filter(it -> it.queues().contains(queue)).toList();
    }

    static Serving sum(List<Worker> some) {
        return new Serving(
                some.size(),
                some.stream().mapToInt(Worker::slots).sum(),
                some.stream().mapToInt(Worker::busy).sum());
    }
}
