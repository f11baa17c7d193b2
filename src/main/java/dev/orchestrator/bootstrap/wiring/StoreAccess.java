package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.out.postgres.PostgresLines;
import dev.orchestrator.adapters.out.redis.MessageRules;
import dev.orchestrator.adapters.out.redis.RedisServer;
import dev.orchestrator.adapters.out.redis.RedisShape;
import dev.orchestrator.adapters.out.redis.RedisStore;
import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.ports.out.Members;
import io.quarkus.arc.InjectableInstance;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Opens the stores. A process without a database must not touch the pool, so it is asked for when it is needed. */
@ApplicationScoped
public class StoreAccess {
    private final InjectableInstance<Pool> pool;
    private final PostgresConnections connections;
    private final Settings settings;
    private final String redisUrl;
    private final boolean trustAll;
    private final Vertx vertx;
    private @Nullable RedisStore pulse;

    StoreAccess(
            InjectableInstance<Pool> pool,
            PostgresConnections connections,
            Settings settings,
            @ConfigProperty(name = "quarkus.redis.hosts") String redisUrl,
            @ConfigProperty(name = "quarkus.redis.tls.trust-all", defaultValue = "false") boolean trustAll,
            Vertx vertx) {
        this.pool = pool;
        this.connections = connections;
        this.settings = settings;
        this.redisUrl = redisUrl;
        this.trustAll = trustAll;
        this.vertx = vertx;
    }

    Pool postgres() {
        return pool.get();
    }

    /** The hot store on this loop, with connections of its own. */
    RedisStore redis(VertxEventLoop loop) {
        RedisServer server = new RedisServer(redisUrl, null, trustAll);
        MessageRules rules = new MessageRules(settings.limits().output(), settings.newerMessagesWait());
        return new RedisStore(loop, server, new RedisShape(settings.shards(), settings.lanes()), rules)
                .keepingEndedFor(settings.retention().redis());
    }

    CompletionStage<Boolean> postgresBeats() {
        Pool shared = postgres();
        PostgresLines lines = connections.lines();
        return lines == null ? shared.query("select 1").execute().map(true).toCompletionStage() : lines.beats();
    }

    CompletionStage<Boolean> redisBeats() {
        return pulse().members().names(Members.WORKER).thenApply(names -> true);
    }

    @PreDestroy
    synchronized void close() {
        if (pulse != null) {
            pulse.close();
        }
    }

    private synchronized RedisStore pulse() {
        if (pulse == null) {
            pulse = redis(VertxEventLoop.next(vertx));
        }
        return pulse;
    }
}
