package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.out.postgres.PostgresLines;
import dev.orchestrator.application.StoreState;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.sqlclient.Pool;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Makes the pool that everything in this process shares, when somebody first asks for it. */
@Singleton
class PostgresConnections implements PgPoolCreator {
    private final StoreState state;
    private volatile @Nullable PostgresLines lines;

    PostgresConnections(StoreState state) {
        this.state = state;
    }

    @Override
    public Pool create(Input input) {
        PostgresLines created =
                new PostgresLines(input.vertx(), input.pgConnectOptionsList().get(0));
        state.listen(new StoreState.Listener() {
            @Override
            public void lost() {
                created.lost();
            }

            @Override
            public void back() {
                created.back();
            }
        });
        lines = created;
        return created.pool(input.poolOptions());
    }

    /** Null before the pool exists. */
    @Nullable
    PostgresLines lines() {
        return lines;
    }
}
