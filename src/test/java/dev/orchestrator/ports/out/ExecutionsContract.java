package dev.orchestrator.ports.out;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Lifecycle;
import dev.orchestrator.ports.out.Executions.Query;
import dev.orchestrator.ports.out.Executions.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every list of executions promises. */
public abstract class ExecutionsContract {
    /** Where the journal below writes to; not necessarily empty. */
    protected abstract Executions executions();

    protected abstract Journal journal();

    @Test
    void pagesComeNewestFirstAndGoOnWhereTheyEnded() {
        String name = "pages" + UUID.randomUUID();
        List<ExecutionId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Story story = Story.begin(name);
            append(story.submitted());
            newestFirst.add(0, story.id());
        }
        assertThat(ids(new Query(null, name, null, null, 3))).isEqualTo(newestFirst.subList(0, 3));
        assertThat(ids(new Query(null, name, null, newestFirst.get(2), 3))).isEqualTo(newestFirst.subList(3, 5));
        assertThat(ids(new Query(null, null, null, null, 2))).isEqualTo(newestFirst.subList(0, 2));
    }

    @Test
    void filtersAreAllApplied() {
        String name = "filters" + UUID.randomUUID();
        Story pending = Story.begin(name);
        Story running = Story.begin(name);
        append(pending.submitted());
        append(running.submitted());
        append(running.triggered(2));
        assertThat(ids(new Query(ExecutionStatus.RUNNING, name, null, null, 9))).containsExactly(running.id());
        assertThat(ids(new Query(ExecutionStatus.FAILED, name, null, null, 9))).isEmpty();
        assertThat(ids(new Query(null, "no" + name, null, null, 9))).isEmpty();
        assertThat(ids(new Query(null, name, Story.AT, null, 9))).containsExactly(running.id(), pending.id());
        assertThat(ids(new Query(null, name, Story.AT.plusMillis(1), null, 9))).isEmpty();
        assertThat(ids(new Query(null, name, Instant.EPOCH, null, 9))).hasSize(2);
    }

    @Test
    void aRowSaysWhatTheJournalSays() {
        Story story = Story.begin("row" + UUID.randomUUID());
        append(story.submitted());
        append(story.triggered(2));
        Append last = story.ended(3, ExecutionStatus.FAILED);
        append(last);
        Lifecycle expected = last.state().lifecycle();
        assertThat(get(executions().list(new Query(null, story.submission().name(), null, null, 1))))
                .containsExactly(new Row(
                        story.id(),
                        story.submission().id(),
                        story.submission().name(),
                        ExecutionStatus.FAILED,
                        "because",
                        expected.submittedAt(),
                        expected.triggeredAt(),
                        expected.endedAt()));
    }

    private List<ExecutionId> ids(Query query) {
        return get(executions().list(query)).stream().map(Row::id).toList();
    }

    private void append(Append append) {
        UUID id = UUID.randomUUID();
        get(journal().append(new Journal.Batch(id, id, Story.AT, List.of(append), Set.of())));
    }
}
