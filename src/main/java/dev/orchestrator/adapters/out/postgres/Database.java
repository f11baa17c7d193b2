package dev.orchestrator.adapters.out.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A pool of connections whose every use ends within a bounded time. */
final class Database {
    private final Pool pool;
    private final Duration longest;

    /** @param longest the time after which a use that got no answer fails */
    Database(Pool pool, Duration longest) {
        this.pool = pool;
        this.longest = longest;
    }

    <T> Future<T> withConnection(Function<SqlConnection, Future<T>> use) {
        return pool.getConnection()
                .compose(connection -> Future.succeededFuture(connection)
                        .compose(use) // also where it throws, the connection goes back
                        .eventually(() -> connection.close()))
                .timeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    Future<RowSet<Row>> query(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).timeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    }
}
