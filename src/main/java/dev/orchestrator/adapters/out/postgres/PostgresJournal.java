package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.out.Append;
import dev.orchestrator.ports.out.History;
import dev.orchestrator.ports.out.Journal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The journal on PostgreSQL: one statement for each batch, and the primary key (execution, version) as the lock.
 *
 * <p>PostgreSQL keeps microseconds; the entries' times are to be cut to them before. Stages complete on the driver's
 * threads.
 */
public final class PostgresJournal implements Journal {
    private static final Comparator<Append> BY_EXECUTION =
            Comparator.comparing(append -> append.state().id());

    private final Vertx vertx;
    private final Database database;
    private final JournalQueries queries;
    private final EntryPages pages;
    private final Patience patience;

    public PostgresJournal(Vertx vertx, Pool pool, Patience patience) {
        this.vertx = vertx;
        this.database = new Database(pool, patience.answer());
        this.queries = new JournalQueries(database);
        this.pages = new EntryPages(database);
        this.patience = patience;
    }

    @Override
    public CompletionStage<Appended> append(Batch batch) {
        Map<ExecutionId, String> refused = new HashMap<>();
        List<EncodedAppend> appends = new ArrayList<>();
        batch.appends().stream().sorted(BY_EXECUTION).forEach(append -> encode(append, appends, refused));
        return commit(batch, appends)
                .map(done -> Committer.both(done, new Appended(Set.of(), refused)))
                .toCompletionStage();
    }

    private Future<Appended> commit(Batch batch, List<EncodedAppend> appends) {
        return appends.isEmpty()
                ? queries.confirm(batch.confirmed()).map(new Appended(Set.of(), Map.of()))
                : new Committer(vertx, database, patience, batch).commit(appends);
    }

    /** What cannot be stored is found here if possible: a refusal by PostgreSQL costs a few more round trips. */
    private void encode(Append append, List<EncodedAppend> appends, Map<ExecutionId, String> refused) {
        try {
            EncodedAppend encoded = EncodedAppend.of(append);
            String flaw = EncodedAppend.flaw(append);
            if (flaw == null) {
                appends.add(encoded);
            } else {
                refused.put(encoded.execution(), flaw);
                RefusedAppends.keep(database, encoded, flaw);
            }
        } catch (RuntimeException e) {
            refused.put(append.state().id(), "cannot be written as JSON: " + e.getMessage());
        }
    }

    @Override
    public CompletionStage<Map<ExecutionId, History>> load(Map<ExecutionId, Integer> after) {
        return queries.load(after).toCompletionStage();
    }

    @Override
    public CompletionStage<Map<Position, Page>> entries(Collection<Position> after, PageSize most) {
        return pages.read(after, most).toCompletionStage();
    }

    @Override
    public CompletionStage<Map<OutputKey, Document>> outputs(Collection<OutputKey> keys) {
        return queries.outputs(keys).toCompletionStage();
    }

    @Override
    public CompletionStage<List<ExecutionId>> running(@Nullable ExecutionId after, int limit) {
        return queries.running(after, limit).toCompletionStage();
    }

    @Override
    public CompletionStage<Map<ExecutionId, Integer>> runningVersions(Collection<ExecutionId> executions) {
        return queries.runningVersions(executions).toCompletionStage();
    }

    @Override
    public CompletionStage<List<EffectBatch>> unconfirmed(Instant before, int limit) {
        return queries.unconfirmed(before, limit).toCompletionStage();
    }

    @Override
    public CompletionStage<Void> confirm(Collection<UUID> effectBatches) {
        return queries.confirm(effectBatches).toCompletionStage();
    }
}
