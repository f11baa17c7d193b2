package dev.orchestrator.chaos;

import java.util.List;
import java.util.stream.Stream;

/** All scenarios, by what they hurt. */
public final class Scenarios {
    private Scenarios() {}

    public static List<Scenario> all() {
        return Stream.of(
                        ProcessScenarios.all(),
                        MessageScenarios.all(),
                        RaceScenarios.all(),
                        RedisScenarios.all(),
                        PostgresScenarios.all(),
                        NetworkScenarios.all())
                .flatMap(List::stream)
                .toList();
    }
}
