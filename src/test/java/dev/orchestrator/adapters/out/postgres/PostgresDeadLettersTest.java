package dev.orchestrator.adapters.out.postgres;

import static dev.orchestrator.ports.out.Await.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Await;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.DeadLettersContract;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.LetterCriteria;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresDeadLettersTest extends DeadLettersContract {
    private final TestPostgres postgres = new TestPostgres();
    private final Pool pool = postgres.pool(8);

    @Override
    protected DeadLetters letters() {
        return new PostgresDeadLetters(pool);
    }

    @Override
    protected Journal journal() {
        return new PostgresJournal(postgres.vertx(), pool, Patience.USUAL);
    }

    /** "Dead letters beyond the first thousand unreachable": none is missed or met twice while others are closed. */
    @Test
    void tenThousandArePagedThroughWhileOthersAreClosed() {
        insert(11_000);
        DeadLetters letters = letters();
        LetterCriteria others = LetterCriteria.OPEN.with(new LetterCriteria.Where(null, null, null, "other"));
        Set<UUID> seen = new HashSet<>();
        int kept = 0;
        UUID before = null;
        List<CompletionStage<Integer>> closing = new ArrayList<>();
        do {
            closing.add(letters.discard(others, 50, new DeadLetters.Closing(Instant.now(), "ops", "")));
            List<DeadLetters.Letter> page = get(letters.list(LetterCriteria.OPEN, before, 500));
            for (DeadLetters.Letter letter : page) {
                assertThat(seen.add(letter.id())).as("met twice").isTrue();
                kept += letter.place().handler().equals("kept") ? 1 : 0;
            }
            before = page.isEmpty() ? null : page.get(page.size() - 1).id();
        } while (before != null);
        assertThat(kept).isEqualTo(10_000);
        assertThat(closing.stream().mapToInt(Await::get).sum()).isEqualTo(1_000);
        assertThat(get(letters.count(LetterCriteria.OPEN))).isEqualTo(new DeadLetters.Count(10_000, true));
    }

    @Test
    void filtersThatMatterHaveAnIndex() {
        insert(20_000);
        postgres.run("update dead_letter set status = 'retried', closed_at = now() where dispatch % 2 = 0");
        postgres.run("analyze dead_letter");
        LetterCriteria.Where any = LetterCriteria.Where.ANY;
        LetterCriteria open = LetterCriteria.OPEN;
        assertThat(plan(open.with(new LetterCriteria.Where("w7", null, null, null))))
                .contains("dead_letter_by_workflow");
        assertThat(plan(open.with(new LetterCriteria.Where(null, null, null, "other"))))
                .contains("dead_letter_by_handler");
        assertThat(plan(open.with(new LetterCriteria.What(null, null, "f7")))).contains("dead_letter_by_fingerprint");
        assertThat(plan(open.with(new LetterCriteria.Where(null, new ExecutionId(UUID.randomUUID()), null, null))))
                .containsAnyOf("dead_letter_by_execution", "dead_letter_open");
        assertThat(plan(open.with(any))).doesNotContain("Seq Scan").doesNotContain("Sort");
    }

    private String plan(LetterCriteria criteria) {
        LetterFilter filter = LetterFilter.of(criteria);
        String where = filter.where();
        for (int i = filter.values().size(); i >= 1; i--) {
            where = where.replace("$" + i, "'" + filter.values().getValue(i - 1) + "'");
        }
        return String.join(
                "\n", postgres.ask("explain select d.id from dead_letter d" + where + " order by d.id desc limit 51"));
    }

    /** One of eleven has the handler "other". Ids sort by their number. */
    private void insert(int count) {
        postgres.run("insert into execution (id, workflow_id, name, status, reason, run, submitted_at)"
                + " select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, gen_random_uuid(), 'w', 'FAILED',"
                + " '', 1, now() from generate_series(1, " + count + ") n");
        postgres.run("insert into dead_letter (id, execution_id, node, dispatch, handler, attempts, category, code,"
                + " message, fingerprint, failed_at, status, workflow)"
                + " select ('00000000-0001-7000-8000-' || lpad(n::text, 12, '0'))::uuid,"
                + " ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'a', n,"
                + " case when n % 11 = 0 then 'other' else 'kept' end, 4, 'PERMANENT', 'X', 'm', 'f' || n % 100,"
                + " now(), 'open', 'w' || n % 100 from generate_series(1, " + count + ") n");
    }

    @AfterEach
    void close() {
        postgres.close();
    }
}
