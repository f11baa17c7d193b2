package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.application.ExecutionRetention;
import dev.orchestrator.domain.retention.RetentionRule;
import dev.orchestrator.domain.retention.Week;
import dev.orchestrator.ports.out.Story;
import dev.orchestrator.ports.out.WeeksContract;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PostgresWeeksTest extends WeeksContract {
    private static final String PART = "_" + WEEK.monday().toString().replace("-", "");
    private static TestPostgres postgres;
    private static Pool pool;

    @BeforeAll
    static void start() {
        postgres = new TestPostgres();
        pool = postgres.pool(4);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Override
    protected Ports open() {
        postgres.run("truncate workflow, execution, execution_event, execution_snapshot, node_output, large_output,"
                + " dead_letter, effect_batch, quarantine");
        return new Ports(
                new PostgresWeeks(pool),
                new PostgresJournal(postgres.vertx(), pool, Patience.USUAL),
                new PostgresDeadLetters(pool),
                new PostgresIdempotencyKeys(pool));
    }

    /** What a process may have done to the week before it was killed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table execution detach partition execution% concurrently",
                "alter table execution detach partition execution% concurrently; drop table execution%",
                "alter table execution detach partition execution% concurrently; drop table execution%;"
                        + " alter table execution_event detach partition execution_event% concurrently",
                "drop table execution%; drop table execution_event%; drop table node_output%"
            })
    void whatWasCutShortIsFinished(String before) {
        Story story = ended(OLD);
        for (String step : before.split(";")) {
            postgres.run(step.replace("%", PART));
        }
        assertThat(get(ports.weeks().all())).contains(WEEK);
        assertThat(get(ports.weeks().census(WEEK, LATER)).kept()).isZero();
        assertThat(isThere(story)).isFalse();
        assertThat(get(ports.weeks().drop(WEEK, LATER))).isTrue();
        assertThat(postgres.ask("select relname from pg_class where relname like '%" + PART + "'"))
                .isEmpty();
        assertThat(isThere(ended(OLD))).isTrue();
    }

    @Test
    void whoCameBetweenTheLookAndTheRemovalIsPutBack() {
        Story story = running(OLD);
        postgres.run("alter table execution detach partition execution" + PART + " concurrently");
        assertThat(isThere(story)).isFalse();
        assertThat(get(ports.weeks().drop(WEEK, LATER))).isFalse();
        assertThat(isThere(story)).isTrue();
        // A commit that finds no room takes the whole week back in.
        postgres.run("alter table execution_event detach partition execution_event" + PART + " concurrently");
        append(story.completed(3, "{}"));
        assertThat(get(ports.journal().load(java.util.Map.of(story.id(), 0)))
                        .get(story.id())
                        .entries())
                .hasSize(3);
    }

    /** The first kind of statement that meets a lock for two seconds gives up; nobody waits behind it. */
    @Test
    void aTransactionThatDoesNotEndHoldsUpTheRemovalAndNobodyElse() throws SQLException {
        Story story = ended(OLD);
        try (Connection someone = postgres.connect();
                Statement statement = someone.createStatement()) {
            someone.setAutoCommit(false);
            statement.execute("insert into execution select * from execution where false");
            CompletionStage<Boolean> dropping = ports.weeks().drop(WEEK, LATER);
            while (!dropping.toCompletableFuture().isDone()) {
                ended(WEEK.end());
            }
            assertThat(get(dropping)).isFalse();
            ended(WEEK.end());
            someone.rollback();
        }
        assertThat(get(ports.weeks().drop(WEEK, LATER))).isTrue();
        assertThat(isThere(story)).isFalse();
    }

    @Test
    void roundsRemoveWhatIsOldWhileCommitsGoOn() {
        List<Story> old = List.of(ended(OLD), ended(WEEK.next().start()));
        Story live = running(WEEK.next().start());
        List<ExecutionRetention> processes = List.of(retention(), retention());
        processes.forEach(ExecutionRetention::start);
        while (old.stream().anyMatch(this::isThere)) {
            ended(Instant.now());
        }
        processes.forEach(process -> get(process.stop()));
        assertThat(isThere(live)).isTrue();
        assertThat(processes.stream()
                        .mapToDouble(ExecutionRetention::executions)
                        .sum())
                .isEqualTo(2);
    }

    private ExecutionRetention retention() {
        return new ExecutionRetention(
                VertxEventLoop.next(postgres.vertx()), ports.weeks(), new RetentionRule(Duration.ofHours(1)));
    }

    @Test
    void ofTwoProcessesOneRemoves() throws SQLException {
        ended(OLD);
        try (Connection other = postgres.connect();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(7239584011)");
            assertThat(get(ports.weeks().drop(WEEK, LATER))).isFalse();
            assertThat(get(ports.weeks().thin(WEEK, LATER, 9))).isZero();
            // A server ends a session some time after its client.
            statement.execute("select pg_advisory_unlock(7239584011)");
        }
        CompletionStage<Boolean> one = ports.weeks().drop(WEEK, LATER);
        CompletionStage<Boolean> two = ports.weeks().drop(WEEK, LATER);
        assertThat(List.of(get(one), get(two))).contains(true);
        assertThat(get(ports.weeks().all())).doesNotContain(WEEK);
    }

    @Test
    void pagesAndScansStayWalksDownIndexes() {
        for (Week week = WEEK; week.monday().isBefore(WEEK.monday().plusWeeks(8)); week = week.next()) {
            get(ports.weeks().prepare(List.of(week)));
            postgres.run("insert into execution (id, workflow_id, name, status, reason, run, submitted_at)"
                    + " select (left(first_id(timestamptz '" + week.start() + "' + n * interval '1 minute')::text, 14)"
                    + " || '7000-8000-' || lpad(n::text, 12, '0'))::uuid, gen_random_uuid(), 'w' || n % 10,"
                    + " case when n % 20 = 0 then 'RUNNING' else 'COMPLETED' end, '', 1, now()"
                    + " from generate_series(1, 3000) n");
        }
        postgres.run("analyze execution");
        for (String where : List.of("", " where status = 'RUNNING'", " where name = 'w3'")) {
            for (String order : List.of("", " desc")) {
                assertThat(plan("select id from execution" + where + " order by id" + order + " limit 50"))
                        .contains("Append")
                        .doesNotContain("Sort")
                        .doesNotContain("Seq Scan");
            }
        }
    }

    private static String plan(String query) {
        return String.join("\n", postgres.ask("explain " + query));
    }
}
