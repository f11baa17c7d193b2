package dev.orchestrator.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.simulation.Seeds;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomHistoriesTest {
    @Test
    @Guarantee("G3")
    void everyHistoryEndsAndObeysTheLaws() {
        Map<ExecutionStatus, Integer> ends = new EnumMap<>(ExecutionStatus.class);
        Map<String, Integer> kinds = new HashMap<>();
        Seeds.check(400, seed -> {
            Walk walk = new Walk(seed);
            walk.toItsEnd();
            assertThat(walk.replayed(false).snapshot()).isEqualTo(walk.state().snapshot());
            assertThat(walk.replayed(true).snapshot()).isEqualTo(walk.state().snapshot());
            ends.merge(walk.state().status(), 1, Integer::sum);
            walk.journal.forEach(entry ->
                    entry.events().forEach(event -> kinds.merge(event.getClass().getSimpleName(), 1, Integer::sum)));
        });
        if (Long.getLong("seed") == null) {
            assertThat(ends).as("ways to end that were met").hasSize(3);
            assertThat(kinds).as("events that were met").hasSize(Event.class.getPermittedSubclasses().length + 9);
        }
        System.getLogger(getClass().getName()).log(System.Logger.Level.INFO, "ends {0}, events {1}", ends, kinds);
    }
}
