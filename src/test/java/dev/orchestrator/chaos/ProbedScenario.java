package dev.orchestrator.chaos;

import dev.orchestrator.checker.Evidence;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A scenario during which the APIs are asked all the time what only PostgreSQL knows. */
final class ProbedScenario implements Scenario {
    private final String name;
    private final String about;
    private final Consumer<Arena> strikes;
    private @Nullable RefusalProbe last;

    ProbedScenario(String name, String about, Consumer<Arena> strikes) {
        this.name = name;
        this.about = about;
        this.strikes = strikes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public void strike(Arena arena) {
        try (RefusalProbe probe = new RefusalProbe(arena.installation().apis)) {
            last = probe;
            strikes.accept(arena);
            System.out.println("  " + probe.told());
        }
    }

    @Override
    public List<String> alsoWrong(Evidence evidence, Map<String, Double> metrics) {
        return last == null ? List.of() : last.wrong();
    }
}
