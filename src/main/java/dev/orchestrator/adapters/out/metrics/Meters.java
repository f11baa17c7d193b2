package dev.orchestrator.adapters.out.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;

/** Makes meters, all at once: one for each value of a tag, so that a rate over a quiet one is 0 and not absent. */
final class Meters {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30),
        Duration.ofHours(4)
    };

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    /** Of what takes from milliseconds to hours. */
    Timer timer(String name, String description, String... tags) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .tags(tags)
                .register(registry);
    }

    <K extends Enum<K>> Map<K, Counter> counters(Class<K> type, String name, String tag, String description) {
        return counters(type, EnumSet.allOf(type), name, tag, description);
    }

    <K extends Enum<K>> Map<K, Counter> counters(
            Class<K> type, Collection<K> keys, String name, String tag, String description) {
        Map<K, Counter> counters = new EnumMap<>(type);
        keys.forEach(key -> counters.put(key, counter(name, description, tag, word(key))));
        return counters;
    }

    static <K extends Enum<K>> void count(Map<K, Counter> counters, K key, int by) {
        Counter counter = counters.get(key);
        if (counter != null) {
            counter.increment(by);
        }
    }

    static String word(Enum<?> key) {
        return key.name().toLowerCase(Locale.ROOT);
    }
}
