package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;
import static dev.orchestrator.ports.out.Story.A;
import static dev.orchestrator.ports.out.Story.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Story;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rows beside the journal say what the journal says: they are written by the same commit. */
@Timeout(120)
class ProjectionTest {
    private static final String LETTERS =
            "select node || ' ' || dispatch || ' ' || status || ' ' || message from dead_letter order by id";

    private final Story story = Story.begin();
    private TestPostgres postgres;
    private PostgresJournal journal;

    @BeforeEach
    void start() {
        postgres = new TestPostgres();
        journal = new PostgresJournal(postgres.vertx(), postgres.pool(2), Patience.USUAL);
        append(story.submitted());
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void theExecutionRowFollowsItsLifecycle() {
        String row = "select status || ' ' || run || ' ' || (triggered_at is not null) || ' ' || reason from execution";
        assertThat(postgres.ask(row)).containsExactly("PENDING 0 false ");
        append(story.triggered(2));
        assertThat(postgres.ask(row)).containsExactly("RUNNING 1 true ");
        append(story.queued(3));
        append(story.ended(4, ExecutionStatus.FAILED));
        assertThat(postgres.ask(row)).containsExactly("FAILED 1 true because");
        assertThat(postgres.ask("select to_char(ended_at at time zone 'UTC', 'HH24:MI:SS.US') from execution"))
                .containsExactly("10:00:00.127456");
    }

    @Test
    void aLetterIsOpenUntilItsNodeIsRevived() {
        tell(2, failed(B, 1, "first\0"), failed(A, 1, "other"));
        assertThat(postgres.ask(LETTERS)).containsExactly("b 1 open first\uFFFD", "a 1 open other");
        assertThat(postgres.ask("select handler || length(fingerprint) from dead_letter where node = 'b'"))
                .containsExactly("fail16");
        tell(3, new Event.NodeRevived(B));
        assertThat(postgres.ask(LETTERS)).containsExactly("b 1 retried first\uFFFD", "a 1 open other");
        tell(4, failed(B, 4, "again"));
        assertThat(postgres.ask(LETTERS))
                .containsExactly("b 1 retried first\uFFFD", "a 1 open other", "b 4 open again");
    }

    @Test
    void oneLetterStaysOpenHoweverMuchHappensInOneVersion() {
        tell(2, failed(B, 1, "first"), new Event.NodeRevived(B));
        assertThat(postgres.ask(LETTERS)).containsExactly("b 1 retried first");
        tell(3, failed(B, 2, "second"));
        tell(4, new Event.NodeRevived(B), failed(B, 3, "third"));
        assertThat(postgres.ask(LETTERS)).containsExactly("b 1 retried first", "b 3 open third");
    }

    @Test
    void aFailureOfNobodysDoingLeavesNoLetter() {
        tell(2, new Event.NodeFailed(B, 1, failure("late"), false, Report.NONE));
        assertThat(postgres.ask(LETTERS)).isEmpty();
    }

    @Test
    void theStatementForAUsualBatchStaysPrepared() {
        int longestKeptByTheDriver = 2048;
        var usual = java.util.EnumSet.of(Clause.EXECUTIONS, Clause.OUTPUTS, Clause.SNAPSHOTS, Clause.WORKFLOWS);
        assertThat(CommitStatement.of(usual).length()).isLessThan(longestKeptByTheDriver);
    }

    private void tell(int version, Event... events) {
        append(story.told(version, ExecutionStatus.RUNNING, List.of(events)));
    }

    private void append(Append append) {
        Batch batch = new Batch(UUID.randomUUID(), UUID.randomUUID(), Story.AT, List.of(append), Set.of());
        assertThat(get(journal.append(batch)).won()).containsExactly(story.id());
    }

    private static Event failed(NodeId node, int dispatch, String message) {
        return new Event.NodeFailed(node, dispatch, failure(message), true, Report.NONE);
    }

    private static Failure failure(String message) {
        return new Failure(ErrorCategory.PERMANENT, "HTTP_404", message);
    }
}
