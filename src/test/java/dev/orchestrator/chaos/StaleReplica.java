package dev.orchestrator.chaos;

import dev.orchestrator.e2e.RedisKeys;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes one Redis follow another, and lead again with what it has. */
final class StaleReplica {
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private StaleReplica() {}

    /** Returns when it holds what the other held. */
    static void follow(RedisKeys follower, Address primary) {
        follower.call("CONFIG", "SET", "masterauth", primary.password());
        follower.call("REPLICAOF", primary.host(), Integer.toString(primary.port()));
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!follower.call("INFO", "replication").toString().contains("master_link_status:up")) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("it does not follow");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    static void lead(RedisKeys redis) {
        redis.call("REPLICAOF", "NO", "ONE");
    }

    record Address(String host, int port, String password) {
        static Address of(String url) {
            URI uri = URI.create(url);
            return new Address(uri.getHost(), uri.getPort(), uri.getUserInfo().replaceFirst("^[^:]*:", ""));
        }
    }
}
