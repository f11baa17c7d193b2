package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.Executions;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.panache.common.Parameters;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Lists of executions, by Panache. A page is a walk down an index, from where the page before ended. */
public final class PostgresExecutions implements Executions {
    /** An id is made a little before or after its execution's time is taken, perhaps by another clock. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final Vertx vertx;

    public PostgresExecutions(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public CompletionStage<List<Row>> list(Query query) {
        CompletableFuture<List<Row>> answer = new CompletableFuture<>();
        Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(context, true);
        context.runOnContext(start -> rows(query).subscribe().with(answer::complete, answer::completeExceptionally));
        return answer;
    }

    private static Uni<List<Row>> rows(Query query) {
        List<String> conditions = new ArrayList<>();
        Parameters values = new Parameters();
        if (query.status() != null) {
            conditions.add("status = :status");
            values.and("status", query.status());
        }
        if (query.name() != null) {
            conditions.add("name = :name");
            values.and("name", query.name());
        }
        if (query.before() != null) {
            conditions.add("id < :before");
            values.and("before", query.before().value());
        }
        if (query.since() != null) {
            // The bound on the id lets the walk end; the time itself decides.
            conditions.add("id >= :floor and submittedAt >= :since");
            values.and("floor", firstIdOf(query.since().minus(CLOCK_SKEW))).and("since", query.since());
        }
        return page(String.join(" and ", conditions), values, query.limit());
    }

    private static Uni<List<Row>> page(String conditions, Parameters values, int limit) {
        String filter = conditions.isEmpty() ? "" : "where " + conditions + " ";
        return Panache.withSession(() -> ExecutionRow.<ExecutionRow>find(
                                "from ExecutionRow " + filter + "order by id desc", values)
                        .page(0, limit)
                        .list())
                .map(rows -> rows.stream().map(ExecutionRow::row).toList());
    }

    /** The least UUID of version 7 of this time. */
    static UUID firstIdOf(Instant time) {
        return new UUID(Math.max(time.toEpochMilli(), 0) << 16 | 0x7000, 0x8000_0000_0000_0000L);
    }
}
