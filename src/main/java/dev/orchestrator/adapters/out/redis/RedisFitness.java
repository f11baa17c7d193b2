package dev.orchestrator.adapters.out.redis;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/** Refuses to work with a Redis that would lose work: one that evicts keys, is too old, or is a cluster. */
final class RedisFitness {
    private static final Logger LOG = Logger.getLogger(RedisFitness.class);
    private static final int MAJOR = 6;
    private static final int MINOR = 2;

    private final RedisLink link;

    RedisFitness(RedisLink link) {
        this.link = link;
    }

    /** Completes when Redis is fit, else fails with an IllegalStateException that says what to change. */
    CompletionStage<Void> check() {
        return link.send(Request.cmd(Command.INFO).arg("server"))
                .thenAccept(info -> checkServer(info.toString()))
                .thenCompose(
                        done -> link.send(Request.cmd(Command.CONFIG).arg("GET").arg("maxmemory-policy"))
                                .handle(RedisFitness::checkPolicy));
    }

    private static void checkServer(String info) {
        String version = StoreIdentity.line(info, "redis_version:");
        if (!isRecent(version)) {
            throw new IllegalStateException("Redis " + MAJOR + "." + MINOR + " or later is needed; this is " + version);
        }
        if (StoreIdentity.line(info, "redis_mode:").equals("cluster")) {
            throw new IllegalStateException("Redis Cluster is not supported yet; use one primary with replicas");
        }
    }

    static boolean isRecent(String version) {
        String[] parts = version.split("\\.", -1);
        try {
            int major = Integer.parseInt(parts[0]);
            return major > MAJOR || (major == MAJOR && parts.length > 1 && Integer.parseInt(parts[1]) >= MINOR);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Void checkPolicy(Response policy, Throwable failure) {
        if (failure != null) {
            // Managed servers often forbid CONFIG.
            LOG.warnf(
                    "Redis does not tell its maxmemory-policy (%s); it must be noeviction",
                    Scripts.cause(failure).getMessage());
        } else if (policy.size() == 2 && !"noeviction".equals(policy.get(1).toString())) {
            throw new IllegalStateException(
                    "Redis would evict work: set maxmemory-policy to noeviction, not " + policy.get(1));
        }
        return null;
    }
}
