package dev.orchestrator.adapters.out.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server whether it answers, on a connection that nobody else uses. Whoever asks while a question is open shares
 * its answer; a connection that did not answer in time is not asked again.
 */
final class PostgresProbe {
    private static final long PATIENCE_MILLIS = 1_000;
    /** Ends also connections that hang before they are of any use. */
    private static final int SILENT_SECONDS = 5;

    private final Vertx vertx;
    private final PgConnectOptions options;
    private @Nullable PgConnection connection;
    private @Nullable Future<Boolean> open;

    PostgresProbe(Vertx vertx, PgConnectOptions options) {
        this.vertx = vertx;
        this.options = new PgConnectOptions(options);
        this.options.setConnectTimeout((int) PATIENCE_MILLIS).setReadIdleTimeout(SILENT_SECONDS);
    }

    synchronized Future<Boolean> beats() {
        if (open == null || open.isComplete()) {
            PgConnection known = connection;
            Future<PgConnection> way = known == null ? connect() : Future.succeededFuture(known);
            open = way.compose(it -> it.query("SELECT 1").execute())
                    .map(true)
                    .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .onFailure(failure -> leave());
        }
        return open;
    }

    private Future<PgConnection> connect() {
        return PgConnection.connect(vertx, options).onSuccess(this::keep);
    }

    private synchronized void keep(PgConnection made) {
        leave();
        connection = made;
        made.closeHandler(end -> forget(made));
    }

    private synchronized void forget(PgConnection ended) {
        if (connection == ended) {
            connection = null;
        }
    }

    private synchronized void leave() {
        PgConnection last = connection;
        connection = null;
        if (last != null) {
            PostgresLines.socketOf(last).close();
        }
    }
}
