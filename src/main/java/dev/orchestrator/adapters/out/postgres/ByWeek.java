package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.execution.ExecutionId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * Asks week by week. A query that names the least and the greatest of its ids is planned for one partition, however many
 * there are; without, the planner thinks of them all, and takes long or the wrong way.
 */
final class ByWeek {
    private ByWeek() {}

    /** What is asked about executions of one week. */
    record Part<K>(List<K> keys, List<UUID> ids) {
        UUID[] executions() {
            return ids.toArray(UUID[]::new);
        }

        UUID least() {
            return Collections.min(ids, WeekRange.ORDER);
        }

        UUID greatest() {
            return Collections.max(ids, WeekRange.ORDER);
        }
    }

    static <K, R, V> Future<Map<R, V>> ask(
            Collection<K> keys, Function<K, ExecutionId> execution, Function<Part<K>, Future<Map<R, V>>> query) {
        Map<String, Part<K>> parts = new TreeMap<>();
        for (K key : keys) {
            UUID id = execution.apply(key).value();
            Part<K> part = parts.computeIfAbsent(
                    WeekRange.nameOf(id), any -> new Part<>(new ArrayList<>(), new ArrayList<>()));
            part.keys().add(key);
            part.ids().add(id);
        }
        Future<Map<R, V>> all = Future.succeededFuture(new HashMap<>());
        for (Part<K> part : parts.values()) {
            all = all.compose(found -> query.apply(part).map(more -> {
                found.putAll(more);
                return found;
            }));
        }
        return all;
    }
}
