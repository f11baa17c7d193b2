package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.ports.out.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.impl.NetSocketInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The connections of a process to PostgreSQL: nothing waits for one without bound, and none that died in silence stays.
 *
 * <p>While the server is known to be away no connection is tried, so that whoever needs one hears of it at once. When it
 * is back, connections that owe an answer from before are given a moment and cut: a server that was only stopped answers
 * in it, and one that was cut off never does.
 */
public final class PostgresLines {
    /** How long the wait for a free connection may take. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int MOST_WAITING = 2_000;
    /** Connections that nobody needs go; those that hang, also before they were of any use, are cut. */
    private static final Duration IDLE = Duration.ofSeconds(20);

    private static final Duration SILENT = Duration.ofSeconds(30);
    private static final Duration MOMENT = Duration.ofMillis(500);
    /** No statement holds a connection of the server for longer, whoever has given it up. */
    private static final String LONGEST_STATEMENT = "SET statement_timeout = '60s'";

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final Set<PostgresLine> lines = ConcurrentHashMap.newKeySet();
    private final PostgresProbe probe;
    private volatile boolean away;

    public PostgresLines(Vertx vertx, PgConnectOptions options) {
        this.vertx = vertx;
        this.options = new PgConnectOptions(options);
        this.options.setConnectTimeout((int) CONNECT.toMillis()).setReadIdleTimeout((int) SILENT.toSeconds());
        this.probe = new PostgresProbe(vertx, options);
    }

    /** A pool over these connections. */
    public Pool pool(PoolOptions asked) {
        PoolOptions bounded = new PoolOptions(asked)
                .setConnectionTimeout((int) LONGEST_WAIT.toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxWaitQueueSize(MOST_WAITING);
        if (asked.getIdleTimeout() <= 0) {
            bounded.setIdleTimeout((int) IDLE.toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS);
        }
        return PgBuilder.pool()
                .with(bounded)
                .connectingTo(this::target)
                .withConnectHandler(this::connected)
                .using(vertx)
                .build();
    }

    /** Asks the server something trivial, on a connection of its own. */
    public CompletionStage<Boolean> beats() {
        return probe.beats().toCompletionStage();
    }

    /** The server is known to be away. */
    public void lost() {
        away = true;
    }

    /** The server answers again. */
    public void back() {
        away = false;
        long now = System.nanoTime();
        vertx.setTimer(
                MOMENT.toMillis(),
                due -> lines.stream().filter(line -> line.isSilentSince(now)).forEach(PostgresLine::cut));
    }

    private Future<SqlConnectOptions> target() {
        return away
                ? Future.failedFuture(new StoreUnavailable("PostgreSQL does not answer"))
                : Future.succeededFuture(options);
    }

    private void connected(SqlConnection connection) {
        NetSocketInternal socket = socketOf(connection);
        PostgresLine line = new PostgresLine(socket);
        lines.add(line);
        socket.channelHandlerContext().channel().closeFuture().addListener(end -> lines.remove(line));
        socket.channelHandlerContext().pipeline().addFirst(line);
        connection.query(LONGEST_STATEMENT).execute().onComplete(done -> connection.close());
    }

    static NetSocketInternal socketOf(SqlConnection connection) {
        Connection inner = ((SqlConnectionInternal) connection).unwrap();
        while (!(inner instanceof SocketConnectionBase)) {
            Connection next = inner.unwrap();
            if (next == inner) {
                throw new IllegalStateException("no socket under " + inner.getClass());
            }
            inner = next;
        }
        return ((SocketConnectionBase) inner).socket();
    }
}
