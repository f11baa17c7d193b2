package dev.orchestrator.chaos;

import dev.orchestrator.checker.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is done to a running installation while clients work with it. A new one is added in {@link Scenarios}. */
public interface Scenario {
    /** As on the command line: words with dashes. */
    String name();

    /** One line for people. */
    String about();

    /**
     * Strikes until {@link Arena#isOver}, and leaves everything mended: processes run again, proxies let pass. What it
     * does it tells by {@link Arena#fault}; a scenario that tells of none is judged as a run without faults.
     */
    void strike(Arena arena);

    /** The installation that it needs. Scenarios that need the same one share it. */
    default Installation.Plan plan() {
        return Installation.Plan.USUAL;
    }

    /** Executions of the mixed load that are submitted each second; 0 for none. */
    default double rate() {
        return 8;
    }

    /** How long all that was submitted may take to end once everything is mended. */
    default Duration patience() {
        return Duration.ofSeconds(120);
    }

    /** What is wrong beyond the rules of the checker; empty when nothing is. */
    default List<String> alsoWrong(Evidence evidence, Map<String, Double> metrics) {
        return List.of();
    }
}
