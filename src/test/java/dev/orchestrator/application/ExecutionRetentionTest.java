package dev.orchestrator.application;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.domain.retention.RetentionRule;
import dev.orchestrator.domain.retention.Week;
import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.in.RunExecutions.Answer;
import dev.orchestrator.ports.in.RunExecutions.Request;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Story;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.twins.InMemoryJournal;
import dev.orchestrator.twins.InMemoryStore;
import dev.orchestrator.twins.InMemoryWeeks;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ExecutionRetentionTest {
    private static final RequestKey KEY = new RequestKey("ci", "k", "asked for this");
    private static final Map<String, Object> DEFINITION = Map.of(
            "name", "once", "dag", Map.of("nodes", List.of(Map.of("id", "a", "handler", "echo", "config", Map.of()))));

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryJournal journal = new InMemoryJournal(store, Runnable::run);
    private final InMemoryWeeks weeks = new InMemoryWeeks(store, Runnable::run);
    private final VirtualLoop loop = new VirtualLoop(Story.AT.plus(Duration.ofDays(90)));

    @Test
    void weeksAreDroppedOrThinnedOnceTheyAreOldEnough() {
        ExecutionRetention retention = retention(Duration.ofDays(60));
        Instant dropped = Story.AT.plus(Duration.ofDays(3));
        Instant thinned = Story.AT.plus(Duration.ofDays(10));
        Instant young = Story.AT.plus(Duration.ofDays(30));
        for (int i = 0; i < 250; i++) {
            end(Story.at(dropped));
            end(Story.at(thinned));
        }
        Story live = Story.at(thinned);
        append(live.submitted());
        Story kept = end(Story.at(young));
        retention.start();
        loop.advance(Duration.ofSeconds(1));
        assertThat(store.versions()).containsOnlyKeys(live.id(), kept.id());
        assertThat(retention.executions()).isEqualTo(500);
        assertThat(retention.weeks()).isEqualTo(1);
        assertThat(get(weeks.all()))
                .contains(Week.of(loop.now()), Week.of(loop.now().plus(Duration.ofDays(28))))
                .contains(Week.of(thinned))
                .doesNotContain(Week.of(dropped));
        loop.advance(Duration.ofDays(10));
        assertThat(store.versions()).containsOnlyKeys(live.id());
        assertThat(retention.oldestSeconds()).isGreaterThan(100 * 86_400);
        var stopped = retention.stop();
        loop.advance(Duration.ZERO);
        assertThat(stopped).isCompleted();
    }

    @Test
    void everythingIsKeptWhereThatIsWanted() {
        Story old = end(Story.at(Story.AT));
        ExecutionRetention retention = retention(Duration.ZERO);
        retention.start();
        loop.advance(Duration.ofHours(1));
        assertThat(store.versions()).containsOnlyKeys(old.id());
        assertThat(get(weeks.all())).contains(Week.of(loop.now().plus(Duration.ofDays(28))));
    }

    @Test
    void whoWasRemovedIsUnknownEverywhereAndItsKeyIsFree() {
        SimulatedCluster cluster = new SimulatedCluster(7);
        cluster.retention = new RetentionRule(Duration.ofHours(1));
        SimulatedProcess api = cluster.whole("api");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
        ExecutionId id = submit(cluster, api).execution();
        cluster.comesToRest();
        assertThat(cluster.answer(api.reader.results(id)).orElseThrow().outputs())
                .containsKey("a");
        new ExecutionRetention(cluster.loop, new InMemoryWeeks(cluster.store, Runnable::run), cluster.retention)
                .start();
        cluster.loop.advance(Duration.ofMinutes(50));
        assertThat(submit(cluster, api).repeated()).isTrue();
        cluster.loop.advance(Duration.ofMinutes(25));
        assertThat(cluster.answer(api.reader.status(id))).isEmpty();
        assertThat(cluster.answer(api.reader.results(id))).isEmpty();
        assertThat(cluster.answer(api.reader.list(new ReadExecutions.Filter(null, null, null, null, 9)))
                        .executions())
                .isEmpty();
        assertThat(cluster.answer(api.submissions.trigger(id, Map.of(), null))).isInstanceOf(Answer.NotFound.class);
        assertThat(cluster.answer(api.submissions.cancel(id, "now"))).isInstanceOf(Answer.NotFound.class);
        Submitted.Stored again = submit(cluster, api);
        assertThat(again.repeated()).isFalse();
        assertThat(again.execution()).isNotEqualTo(id);
        cluster.comesToRest();
        assertThat(cluster.answer(api.reader.results(again.execution()))).isPresent();
    }

    private static Submitted.Stored submit(SimulatedCluster cluster, SimulatedProcess api) {
        return (Submitted.Stored) cluster.answer(api.submissions.submit(new Request(DEFINITION, Map.of(), KEY)));
    }

    private ExecutionRetention retention(Duration age) {
        return new ExecutionRetention(loop, weeks, new RetentionRule(age));
    }

    private Story end(Story story) {
        append(story.submitted());
        append(story.triggered(2));
        append(story.ended(3, ExecutionStatus.COMPLETED));
        return story;
    }

    private void append(Append append) {
        get(journal.append(new Batch(UUID.randomUUID(), UUID.randomUUID(), Story.AT, List.of(append), Set.of())));
    }
}
