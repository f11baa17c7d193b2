package dev.orchestrator.chaos;

import dev.orchestrator.e2e.Api;
import dev.orchestrator.e2e.Engine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What processes count. A process that was started again counts from 0. */
record Metrics(Map<Long, Map<String, Double>> byProcess) {
    static Metrics of(List<Engine> engines) {
        Map<Long, Map<String, Double>> all = new HashMap<>();
        engines.stream().filter(Engine::isAlive).forEach(engine -> all.put(engine.pid(), of(engine)));
        return new Metrics(all);
    }

    private static Map<String, Double> of(Engine engine) {
        Map<String, Double> found = new HashMap<>();
        new Api(engine.managementPort())
                .text("/metrics")
                .lines()
                .filter(line -> line.startsWith("workflow_"))
                .forEach(line -> {
                    int space = line.lastIndexOf(' ');
                    found.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
                });
        return found;
    }

    /** The growth since then, over all processes. */
    Map<String, Double> since(Metrics before) {
        Map<String, Double> sum = new TreeMap<>();
        byProcess.forEach((pid, now) -> {
            Map<String, Double> then = before.byProcess.getOrDefault(pid, Map.of());
            now.forEach((name, value) -> sum.merge(name, value - then.getOrDefault(name, 0.0), Double::sum));
        });
        return sum;
    }

    /** The sum over all series of a name, or those whose labels contain this. */
    static double total(Map<String, Double> metrics, String name, String label) {
        return metrics.entrySet().stream()
                .filter(it -> it.getKey().equals(name) || it.getKey().startsWith(name + "{"))
                .filter(it -> it.getKey().contains(label))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
