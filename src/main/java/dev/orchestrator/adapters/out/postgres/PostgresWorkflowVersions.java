package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.ports.out.Submission;
import dev.orchestrator.ports.out.WorkflowVersions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The versions of named workflows on PostgreSQL. */
public final class PostgresWorkflowVersions implements WorkflowVersions {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    /** Each lost race is somebody else's version, so this many at once would have to be quicker. */
    private static final int MOST_RACES = 1_000;

    private static final String COLUMNS = " name, version, workflow_id, created_at ";
    /** No row when another took the number first. What is inserted here is not seen by the rest of the statement. */
    private static final String REGISTER = "WITH stored AS ("
            + "INSERT INTO workflow (id, name, definition, created_at) VALUES ($2, $1, $3, $4) ON CONFLICT DO NOTHING"
            + "), latest AS (SELECT" + COLUMNS + "FROM workflow_version WHERE name = $1 ORDER BY version DESC LIMIT 1"
            + "), added AS (INSERT INTO workflow_version (name, version, workflow_id, created_at)"
            + " SELECT $1, coalesce((SELECT version FROM latest), 0) + 1, $2, $4"
            + " WHERE NOT EXISTS (SELECT 1 FROM latest WHERE workflow_id = $2) ON CONFLICT DO NOTHING"
            + " RETURNING" + COLUMNS + ") SELECT" + COLUMNS + ", true FROM added"
            + " UNION ALL SELECT" + COLUMNS + ", false FROM latest WHERE workflow_id = $2";

    private static final String FIND = "SELECT" + COLUMNS
            + "FROM workflow_version WHERE name = $1 AND version = coalesce($2, version) ORDER BY version DESC LIMIT 1";
    private static final String OF = "SELECT" + COLUMNS
            + "FROM workflow_version WHERE name = $1 AND workflow_id = $2 ORDER BY version DESC LIMIT 1";
    private static final String VERSIONS = "SELECT" + COLUMNS
            + "FROM workflow_version WHERE name = $1 AND version < $2 ORDER BY version DESC LIMIT $3";
    private static final String LATEST = "SELECT DISTINCT ON (name)" + COLUMNS
            + "FROM workflow_version WHERE name > $1 ORDER BY name, version DESC LIMIT $2";
    private static final String DEFINITION = "SELECT definition FROM workflow WHERE id = $1";

    private final Database database;

    public PostgresWorkflowVersions(Pool pool) {
        this.database = new Database(pool, LONGEST);
    }

    @Override
    public CompletionStage<Registered> register(Submission submission, Instant at) {
        String definition = Objects.requireNonNull(submission.definition(), "a definition to store");
        Tuple values = Tuple.of(submission.name(), submission.id().value(), definition, CommitRows.time(at));
        return register(values, MOST_RACES).toCompletionStage();
    }

    private Future<Registered> register(Tuple values, int races) {
        return database.query(REGISTER, values).compose(rows -> {
            if (rows.size() > 0) {
                Row row = rows.iterator().next();
                return Future.succeededFuture(new Registered(version(row), row.getBoolean(4)));
            }
            return races > 0
                    ? register(values, races - 1)
                    : Future.failedFuture(new IllegalStateException("lost too many races for " + values.getString(0)));
        });
    }

    @Override
    public CompletionStage<Optional<Version>> find(String name, @Nullable Integer version) {
        return first(FIND, Tuple.of(name, version));
    }

    @Override
    public CompletionStage<Optional<Version>> of(String name, WorkflowId workflow) {
        return first(OF, Tuple.of(name, workflow.value()));
    }

    @Override
    public CompletionStage<List<Version>> versions(String name, @Nullable Integer before, int limit) {
        return all(VERSIONS, Tuple.of(name, before == null ? Integer.MAX_VALUE : before, limit));
    }

    @Override
    public CompletionStage<List<Version>> latest(@Nullable String after, int limit) {
        return all(LATEST, Tuple.of(after == null ? "" : after, limit));
    }

    @Override
    public CompletionStage<Optional<Document>> definition(WorkflowId workflow) {
        return database.query(DEFINITION, Tuple.of(workflow.value()))
                .map(rows -> rows.size() == 0
                        ? Optional.<Document>empty()
                        : Optional.of(
                                StoredDefinition.asSent(rows.iterator().next().getString(0))))
                .toCompletionStage();
    }

    private CompletionStage<Optional<Version>> first(String sql, Tuple values) {
        return all(sql, values).thenApply(found -> found.stream().findFirst());
    }

    private CompletionStage<List<Version>> all(String sql, Tuple values) {
        return database.query(sql, values)
                .map(rows -> {
                    List<Version> versions = new ArrayList<>();
                    rows.forEach(row -> versions.add(version(row)));
                    return versions;
                })
                .toCompletionStage();
    }

    private static Version version(Row row) {
        return new Version(
                row.getString(0),
                row.getInteger(1),
                new WorkflowId(row.getUUID(2)),
                row.getOffsetDateTime(3).toInstant());
    }
}
