package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.OutcomeUnknown;
import dev.orchestrator.ports.out.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A pool of connections whose every use ends within a bounded time.
 *
 * <p>In an outage a use fails with {@link StoreUnavailable} when it certainly changed nothing, and with {@link
 * OutcomeUnknown} when the server may have done, or may still do, what it was sent.
 */
final class Database {
    private final Pool pool;
    private final Duration longest;

    /** @param longest the time after which a use that got no answer fails */
    Database(Pool pool, Duration longest) {
        this.pool = pool;
        this.longest = longest;
    }

    <T> Future<T> withConnection(Function<SqlConnection, Future<T>> use) {
        AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
        return pool.getConnection()
                .compose(connection -> Future.succeededFuture(connection)
                        .compose(it -> begin(stage, it, use)) // also where it throws, the connection goes back
                        .eventually(() -> connection.close()))
                .timeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .recover(failure -> {
                    boolean sent = !stage.compareAndSet(Stage.WAITING, Stage.GIVEN_UP);
                    return Future.failedFuture(named(failure, sent && !SqlFault.isReply(failure)));
                });
    }

    private enum Stage {
        WAITING,
        SENT,
        GIVEN_UP
    }

    /** A connection that comes too late is not used: the caller was told that nothing was sent. */
    private static <T> Future<T> begin(
            AtomicReference<Stage> stage, SqlConnection connection, Function<SqlConnection, Future<T>> use) {
        return stage.compareAndSet(Stage.WAITING, Stage.SENT)
                ? use.apply(connection)
                : Future.failedFuture(new StoreUnavailable("PostgreSQL: no connection in time"));
    }

    Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return withConnection(connection -> connection.preparedQuery(sql).execute(parameters));
    }

    /** The same for a statement that changes nothing, so that its outcome is never in doubt. */
    Future<RowSet<Row>> read(String sql, Tuple parameters) {
        return query(sql, parameters)
                .recover(failure -> Future.failedFuture(
                        failure instanceof OutcomeUnknown doubt
                                ? new StoreUnavailable(String.valueOf(doubt.getMessage()), doubt)
                                : failure));
    }

    private static Throwable named(Throwable failure, boolean inDoubt) {
        if (SqlFault.of(failure) != SqlFault.OUTAGE || failure instanceof StoreUnavailable) {
            return failure;
        }
        String message = "PostgreSQL: " + failure.getMessage();
        return inDoubt ? new OutcomeUnknown(message, failure) : new StoreUnavailable(message, failure);
    }
}
