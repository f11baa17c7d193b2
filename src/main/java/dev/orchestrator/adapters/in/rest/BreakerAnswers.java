package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.out.Breaker;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes circuit breakers. */
final class BreakerAnswers {
    private BreakerAnswers() {}

    static Map<String, Object> all(List<Breaker> breakers) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("breakers", breakers.stream().map(BreakerAnswers::one).toList());
        tree.put("count", breakers.size());
        return tree;
    }

    private static Map<String, @Nullable Object> one(Breaker breaker) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("name", breaker.name());
        tree.put("handler", breaker.handler());
        tree.put("dependency", breaker.dependency());
        tree.put("state", breaker.state().name().toLowerCase(Locale.ROOT));
        tree.put("reason", breaker.reason().isEmpty() ? null : breaker.reason());
        tree.put("failures", breaker.failures());
        tree.put("opened_at", text(breaker.openedAt()));
        tree.put("next_probe_at", text(breaker.nextProbeAt()));
        tree.put("deferred", breaker.deferred());
        return tree;
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
