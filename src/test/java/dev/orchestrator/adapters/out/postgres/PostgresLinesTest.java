package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.chaos.Proxy;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.OutcomeUnknown;
import dev.orchestrator.ports.out.StoreUnavailable;
import dev.orchestrator.ports.out.Story;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool that has been through an outage serves again, and during one it keeps nobody waiting. */
@Timeout(120)
class PostgresLinesTest {
    private static final int SIZE = 3;
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private TestPostgres postgres;
    private Proxy line;
    private PostgresLines lines;
    private Pool pool;

    @BeforeEach
    void start() {
        postgres = new TestPostgres();
        line = Proxy.to(TestPostgres.port());
        lines = new PostgresLines(postgres.vertx(), postgres.target("127.0.0.1", line.port()));
        pool = lines.pool(new PoolOptions().setMaxSize(SIZE));
    }

    @AfterEach
    void stop() {
        pool.close();
        line.close();
        postgres.close();
    }

    @Test
    void connectionsThatDiedInSilenceAreForgottenWhenTheServerIsBack() {
        fill();
        line.blackHole();
        CompletionStage<Appended> inFlight = append(batch());
        List<CompletionStage<?>> others = new ArrayList<>();
        for (int i = 1; i < SIZE; i++) {
            others.add(database(FOR_EVER).query("SELECT 1", Tuple.tuple()).toCompletionStage());
        }
        while (line.dead() < SIZE) {
            Thread.onSpinWait();
        }
        lines.lost();
        line.heal();
        lines.back();
        assertThat(get(inFlight).won()).hasSize(1);
        others.forEach(other -> assertThat(failureOf(other)).isInstanceOf(OutcomeUnknown.class));
        fill();
    }

    @Test
    void nobodyWaitsForAServerThatIsKnownToBeAway() {
        lines.lost();
        assertThat(failureOf(database(FOR_EVER).query("SELECT 1", Tuple.tuple()).toCompletionStage()))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("does not answer");
        assertThat(line.connections()).isZero();
        lines.back();
        fill();
    }

    @Test
    void aPoolWhoseConnectionsAreAllTakenRefusesSoon() {
        List<SqlConnection> taken = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            taken.add(get(pool.getConnection().toCompletionStage()));
        }
        assertThat(failureOf(append(batch())))
                .isInstanceOf(StoreUnavailable.class)
                .isNotInstanceOf(OutcomeUnknown.class);
        taken.forEach(SqlConnection::close);
        assertThat(get(append(batch())).won()).hasSize(1);
    }

    @Test
    void thePulseIsFeltAgainAfterABlackHole() {
        assertThat(get(lines.beats())).isTrue();
        line.blackHole();
        assertThat(failureOf(lines.beats())).isNotNull();
        assertThat(failureOf(lines.beats())).isNotNull();
        line.heal();
        assertThat(get(lines.beats())).isTrue();
    }

    @Test
    void whatTheServerRefusesHasCertainlyNotHappened() {
        postgres.run("alter role current_user set default_transaction_read_only = on");
        try {
            assertThat(failureOf(append(batch()))).hasMessageContaining("25006").isNotInstanceOf(OutcomeUnknown.class);
        } finally {
            postgres.run("set transaction read write; alter role current_user reset default_transaction_read_only");
        }
    }

    private static Throwable failureOf(CompletionStage<?> stage) {
        return get(stage.handle((value, failure) -> Objects.requireNonNull(failure, "no failure")));
    }

    /** Takes and returns every connection that the pool may have. */
    private void fill() {
        List<SqlConnection> all = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            all.add(get(pool.getConnection().toCompletionStage()));
        }
        all.forEach(it -> get(it.query("SELECT 1").execute().toCompletionStage()));
        all.forEach(it -> get(it.close().toCompletionStage()));
    }

    private Database database(Duration longest) {
        return new Database(pool, longest);
    }

    private CompletionStage<Appended> append(Batch batch) {
        Patience patience = new Patience(FOR_EVER, Duration.ofMillis(100), FOR_EVER);
        return new PostgresJournal(postgres.vertx(), pool, patience).append(batch);
    }

    private static Batch batch() {
        Append append = Story.begin().submitted();
        return new Batch(UUID.randomUUID(), UUID.randomUUID(), Story.AT, List.of(append), Set.of());
    }
}
