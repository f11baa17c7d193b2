package dev.orchestrator.adapters.out.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.chaos.Proxy;
import dev.orchestrator.chaos.Proxy.Cut;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.Story;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that cannot be reached fails the append within its patience, and the same batch may be sent again. */
@Timeout(120)
class OutageTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(5), Duration.ofMillis(50), Duration.ofMillis(200));

    private TestPostgres postgres;
    private Proxy line;

    @BeforeEach
    void start() {
        postgres = new TestPostgres();
        line = Proxy.to(TestPostgres.port());
    }

    @AfterEach
    void stop() {
        line.close();
        postgres.close();
    }

    @Test
    void anUnreachableStoreFailsTheAppend() {
        int nobodyListens = 1;
        assertThatThrownBy(() -> append(postgres.pool(1, "127.0.0.1", nobodyListens), batch(Story.begin())))
                .hasMessageContaining("refused");
    }

    @Test
    void aBatchWhoseOutcomeStayedUnknownIsWonWhenItIsSentAgain() throws Exception {
        Pool pool = postgres.pool(1, "127.0.0.1", line.port());
        append(pool, batch(Story.begin()));
        Batch batch = batch(Story.begin());
        line.cutWhere(piece -> Cut.BEFORE_REPLY);
        assertThatThrownBy(() -> append(pool, batch)).isNotNull();
        line.heal();
        assertThat(append(pool, batch).won()).hasSize(1);
        assertThat(postgres.ask("select count(*) from execution_event where commit_id = '" + batch.id() + "'"))
                .containsExactly("1");
    }

    @Test
    void aMissingSchemaIsNoMatterOfPatience() {
        postgres.run("drop table execution_event");
        assertThatThrownBy(() -> append(postgres.pool(1), batch(Story.begin()))).hasMessageContaining("42P01");
    }

    private Appended append(Pool pool, Batch batch) throws Exception {
        CompletionStage<Appended> reply = new PostgresJournal(postgres.vertx(), pool, SHORT).append(batch);
        return reply.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Batch batch(Story story) {
        Append append = story.submitted();
        return new Batch(UUID.randomUUID(), UUID.randomUUID(), Story.AT, List.of(append), Set.of());
    }
}
