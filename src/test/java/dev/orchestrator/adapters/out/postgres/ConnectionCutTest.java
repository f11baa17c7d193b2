package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orchestrator.chaos.Proxy;
import dev.orchestrator.chaos.Proxy.Cut;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.guarantees.Guarantee;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.Journal.Appended;
import dev.orchestrator.ports.out.Journal.Batch;
import dev.orchestrator.ports.out.OutcomeUnknown;
import dev.orchestrator.ports.out.Story;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An outcome lost with its connection is found out exactly: what is won is stored under my commit id, once. */
@Timeout(180)
class ConnectionCutTest {
    private static final int VERSIONS = 60;

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
    void aCommitWhoseReplyIsLostIsRecognised() {
        isWonAndStoredOnce(Cut.BEFORE_REPLY);
    }

    @Test
    void aCommitThatNeverArrivedIsSentAgain() {
        isWonAndStoredOnce(Cut.BEFORE_REQUEST);
    }

    private void isWonAndStoredOnce(Cut cut) {
        AtomicReference<Cut> next = new AtomicReference<>(Cut.NOWHERE);
        line.cutWhere(piece -> next.getAndSet(Cut.NOWHERE));
        PostgresJournal journal = journal(postgres.pool(1, "127.0.0.1", line.port()));
        Story story = Story.begin();
        get(journal.append(batch(story.submitted())));
        get(journal.append(batch(story.completed(2, "{}"))));
        next.set(cut);
        Batch batch = batch(story.completed(3, "{}"));
        assertThat(get(journal.append(batch)).won()).containsExactly(story.id());
        assertThat(line.strikes()).isEqualTo(1);
        assertThat(commitOf(story.id(), 3)).containsExactly(batch.id().toString());
        assertThat(postgres.ask("select count(*) from node_output")).containsExactly("2");
        assertThat(postgres.ask("select cardinality(execution_ids) from effect_batch where id = '" + batch.id() + "'"))
                .containsExactly("1");
    }

    /** Tries that were given up arrive in the end, all at once. */
    @Test
    void triesThatWereHeldUpOnTheWayAreOneCommit() throws Exception {
        Pool pool = postgres.pool(8, "127.0.0.1", line.port());
        Story story = Story.begin();
        get(journal(pool).append(batch(story.submitted())));
        line.freeze();
        Batch batch = batch(story.completed(2, "{}"));
        CompletionStage<Appended> held = hasty(pool).append(batch);
        assertThat(failureOf(held)).isInstanceOf(OutcomeUnknown.class);
        line.heal();
        CompletionStage<Appended> last = journal(pool).append(batch);
        assertThat(get(last).won()).containsExactly(story.id());
        isStoredOnce(story, batch);
    }

    /** The server works on a try that its sender has given up, while the next ones come in. */
    @Test
    void triesThatTheServerStillWorksOnAreOneCommit() throws Exception {
        Pool pool = postgres.pool(8);
        Story story = Story.begin();
        get(journal(pool).append(batch(story.submitted())));
        Batch batch = batch(story.completed(2, "{}"));
        try (var lock = postgres.lock("node_output")) {
            assertThat(failureOf(hasty(pool).append(batch))).isInstanceOf(OutcomeUnknown.class);
        }
        assertThat(get(journal(pool).append(batch)).won()).containsExactly(story.id());
        isStoredOnce(story, batch);
    }

    private void isStoredOnce(Story story, Batch batch) {
        assertThat(commitOf(story.id(), 2)).containsExactly(batch.id().toString());
        assertThat(postgres.ask("select count(*) from node_output")).containsExactly("1");
        assertThat(postgres.ask("select cardinality(execution_ids) from effect_batch where id = '" + batch.id() + "'"))
                .containsExactly("1");
    }

    /** Gives each try a moment and goes on for several. */
    private PostgresJournal hasty(Pool pool) {
        Patience patience = new Patience(Duration.ofMillis(150), Duration.ofMillis(50), Duration.ofMillis(400));
        return new PostgresJournal(postgres.vertx(), pool, patience);
    }

    /** Two on a bad line and one on a good one race for every version; cuts may hit any message, also the handshake. */
    @Test
    void everyVersionHasOneWinnerWhileConnectionsAreCutAtRandom() {
        Random random = new Random(20260301);
        line.cutWhere(piece -> cut(random));
        int port = line.port();
        Race race = new Race();
        race.run(List.of(
                journal(postgres.pool(2, "127.0.0.1", port)),
                journal(postgres.pool(2, "127.0.0.1", port)),
                journal(postgres.pool(2))));
        race.verify();
        assertThat(line.strikes()).isPositive();
    }

    private static Cut cut(Random random) {
        int dice = random.nextInt(20);
        return dice == 0 ? Cut.BEFORE_REQUEST : dice == 1 ? Cut.BEFORE_REPLY : Cut.NOWHERE;
    }

    @Test
    @Guarantee("G2")
    void everyVersionHasOneWinnerWhileBackendsAreTerminated() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread killer = new Thread(() -> {
            while (!over.get()) {
                postgres.run("select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                        + " current_database() and pid <> pg_backend_pid() and random() < 0.3");
            }
        });
        killer.start();
        Race race = new Race();
        try {
            race.run(List.of(journal(postgres.pool(2)), journal(postgres.pool(2)), journal(postgres.pool(2))));
        } finally {
            over.set(true);
            killer.join();
        }
        // Only now: the killer would end the connection of the check as well.
        race.verify();
    }

    /** Writers who try to store the same versions, and the claims of those who were told that they did. */
    private final class Race {
        private final List<Story> stories =
                Stream.generate(Story::begin).limit(5).toList();
        private final ConcurrentLinkedQueue<String> claims = new ConcurrentLinkedQueue<>();

        void run(List<PostgresJournal> journals) {
            Append[] first = stories.stream().map(Story::submitted).toArray(Append[]::new);
            get(journals.get(0).append(batch(first)));
            for (int version = 2; version < VERSIONS; version++) {
                int now = version;
                Append[] appends =
                        stories.stream().map(it -> it.completed(now, "{}")).toArray(Append[]::new);
                List<Runnable> waits = journals.stream()
                        .map(journal -> send(journal, batch(appends), now, claims))
                        .toList();
                waits.forEach(Runnable::run);
            }
        }

        void verify() {
            assertThat(claims)
                    .containsExactlyInAnyOrderElementsOf(postgres.ask(
                            "select execution_id || ' ' || version || ' ' || commit_id from execution_event"
                                    + " where version > 1"));
            assertThat(claims).hasSize(stories.size() * (VERSIONS - 2));
            assertThat(postgres.ask("select count(*) from (select unnest(execution_ids) from effect_batch) x"))
                    .containsExactly(Integer.toString(stories.size() * (VERSIONS - 1)));
        }
    }

    private static Runnable send(
            PostgresJournal journal, Batch batch, int version, ConcurrentLinkedQueue<String> claims) {
        var reply = journal.append(batch);
        return () -> {
            Appended appended = get(reply);
            appended.won().forEach(id -> claims.add(id + " " + version + " " + batch.id()));
        };
    }

    private static Throwable failureOf(CompletionStage<?> stage) {
        return get(stage.handle((value, failure) -> Objects.requireNonNull(failure, "no failure")));
    }

    private PostgresJournal journal(Pool pool) {
        Patience patience = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(30));
        return new PostgresJournal(postgres.vertx(), pool, patience);
    }

    private static Batch batch(Append... appends) {
        return new Batch(UuidCreator.getTimeOrderedEpoch(), UUID.randomUUID(), Story.AT, List.of(appends), Set.of());
    }

    private List<String> commitOf(ExecutionId id, int version) {
        return postgres.ask(
                "select commit_id from execution_event where execution_id = '" + id + "' and version = " + version);
    }
}
