package dev.orchestrator.chaos;

import dev.orchestrator.bootstrap.embedded.TestRedis;
import dev.orchestrator.e2e.RedisKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What Redis may do to us: it loses something or everything, holds what is old, is slow, or is away. */
final class RedisScenarios {
    private static final Duration BETWEEN = Duration.ofSeconds(6);
    private static final Duration AWAY = Duration.ofSeconds(2);
    private static final Duration PAST_THE_LEASE = Installation.LEASE.plusSeconds(3);
    private static final String EVERY_CLIENT = "normal";

    private RedisScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Strikes("redis-flush", "FLUSHALL", commands("FLUSHALL", keys -> keys.wipe())),
                new Strikes(
                        "redis-script-flush",
                        "SCRIPT FLUSH",
                        commands("SCRIPT FLUSH", keys -> keys.call("SCRIPT", "FLUSH"))),
                new Strikes("redis-client-kill", "CLIENT KILL of every client", RedisScenarios::killClients),
                new Strikes("redis-lose-key", "one key is deleted, each kind in turn", RedisScenarios::loseKeys),
                new Strikes("redis-pause", "CLIENT PAUSE for 3 s", commands("CLIENT PAUSE", keys -> {
                    keys.pause(Duration.ofSeconds(3));
                })),
                new Strikes("redis-memory", "maxmemory is reached for 5 s", RedisScenarios::fillMemory),
                new Strikes("redis-restart", "kill -9, started again with its data", away(StoredRedis::keep)),
                new Strikes("redis-empty", "kill -9, started again with no data", away(StoredRedis::forget)),
                new Strikes(
                        "redis-truncated",
                        "kill -9, started again with an append-only file that lacks its end",
                        away(StoredRedis::truncate)),
                new Strikes(
                        "redis-older",
                        "kill -9, started again with an append-only file of some seconds ago",
                        RedisScenarios::olderFile),
                new Strikes(
                        "redis-failover",
                        "the primary follows a stale replica for a moment, and is the primary again",
                        RedisScenarios::failOver),
                new Strikes("redis-reload", "an older dump is loaded under the same process", RedisScenarios::reload),
                new Strikes("redis-stop", "SIGSTOP past the leases, then SIGCONT", RedisScenarios::standStill));
    }

    private static Consumer<Arena> commands(String name, Consumer<RedisKeys> strike) {
        return arena -> arena.every(BETWEEN, () -> {
            try (RedisKeys keys = arena.installation().keys()) {
                arena.fault(name, () -> strike.accept(keys));
            }
        });
    }

    private static void killClients(Arena arena) {
        arena.every(Duration.ofSeconds(2), () -> {
            try (RedisKeys keys = arena.installation().keys()) {
                arena.fault("CLIENT KILL", () -> {
                    keys.call("CLIENT", "KILL", "TYPE", "pubsub");
                    keys.call("CLIENT", "KILL", "TYPE", EVERY_CLIENT, "SKIPME", "yes");
                });
            }
        });
    }

    private static void loseKeys(Arena arena) {
        AtomicInteger turn = new AtomicInteger();
        arena.every(Duration.ofSeconds(3), () -> {
            LostKey kind = LostKey.values()[turn.getAndIncrement() % LostKey.values().length];
            try (RedisKeys keys = arena.installation().keys()) {
                Instant before = Instant.now();
                String lost = kind.lose(keys, arena.chance());
                if (!lost.isEmpty()) {
                    arena.told("lost " + lost, before, before);
                }
            }
        });
    }

    private static void fillMemory(Arena arena) {
        arena.every(BETWEEN, () -> {
            try (RedisKeys keys = arena.installation().keys()) {
                arena.fault(
                        "maxmemory",
                        () -> keys.call("CONFIG", "SET", "maxmemory", "1"),
                        Duration.ofSeconds(5),
                        () -> keys.call("CONFIG", "SET", "maxmemory", "0"));
            }
        });
    }

    /** Kills the server, does something to its files, and starts it a moment later. */
    private static Consumer<Arena> away(Consumer<StoredRedis> meanwhile) {
        return arena -> arena.every(BETWEEN, () -> {
            StoredRedis stored = new StoredRedis(arena.installation().redis);
            arena.fault("kill -9 of Redis", stored::kill, AWAY, () -> {
                meanwhile.accept(stored);
                stored.start();
            });
        });
    }

    private static void olderFile(Arena arena) {
        StoredRedis stored = new StoredRedis(arena.installation().redis);
        while (!arena.isOver()) {
            arena.fault("kill -9 of Redis", stored::kill, AWAY, () -> {
                stored.putAside();
                stored.start();
            });
            arena.pause(BETWEEN);
            arena.fault("Redis goes back", stored::kill, AWAY, () -> {
                stored.putBack();
                stored.start();
            });
            arena.pause(BETWEEN);
        }
    }

    private static void failOver(Arena arena) {
        StaleReplica.Address primary =
                StaleReplica.Address.of(arena.installation().redis.url());
        arena.every(BETWEEN, () -> {
            try (TestRedis other = TestRedis.start();
                    RedisKeys there = new RedisKeys(other.url());
                    RedisKeys here = arena.installation().keys()) {
                StaleReplica.follow(there, primary);
                StaleReplica.lead(there);
                arena.pause(Duration.ofSeconds(3));
                Instant before = Instant.now();
                StaleReplica.follow(here, StaleReplica.Address.of(other.url()));
                arena.pause(Duration.ofSeconds(1));
                StaleReplica.lead(here);
                arena.told("a stale replica takes over", before, Instant.now());
            }
        });
    }

    private static void reload(Arena arena) {
        arena.every(BETWEEN, () -> {
            try (RedisKeys keys = arena.installation().keys()) {
                keys.call("SAVE");
                arena.pause(Duration.ofSeconds(3));
                arena.fault("an older dump", () -> keys.call("DEBUG", "RELOAD", "NOSAVE"));
            }
        });
    }

    private static void standStill(Arena arena) {
        arena.every(
                BETWEEN,
                () -> arena.fault(
                        "SIGSTOP of Redis",
                        () -> arena.installation().redis.signal("STOP"),
                        PAST_THE_LEASE,
                        () -> arena.installation().redis.signal("CONT")));
    }
}
