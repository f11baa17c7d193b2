package dev.orchestrator.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL killed, restarted, stopped, slow, locked, out of connections, and cutting off its clients. */
final class PostgresScenarios {
    private static final Duration BETWEEN = Duration.ofSeconds(8);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration PAST_THE_LEASE = Installation.LEASE.plusSeconds(3);
    private static final int MOST_CONNECTIONS = 500;
    private static final String OTHERS =
            "pid <> pg_backend_pid() AND backend_type = 'client backend' AND datname = current_database()";

    private PostgresScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new ProbedScenario(
                        "pg-kill",
                        "kill -9 of PostgreSQL, started again 2 s later",
                        arena -> arena.every(BETWEEN, () -> kill(arena))),
                new ProbedScenario(
                        "pg-restart",
                        "fast shutdown of PostgreSQL, started again at once",
                        arena -> arena.every(BETWEEN, () -> restart(arena, Duration.ZERO))),
                new ProbedScenario(
                        "pg-outage",
                        "PostgreSQL down for 30 s",
                        arena -> arena.every(BETWEEN, () -> restart(arena, LONG))),
                new ProbedScenario(
                        "pg-stop",
                        "SIGSTOP of PostgreSQL past the lease, then SIGCONT",
                        arena -> arena.every(
                                BETWEEN,
                                () -> arena.fault(
                                        "SIGSTOP of PostgreSQL",
                                        () -> arena.installation().postgres.signal("STOP"),
                                        PAST_THE_LEASE,
                                        () -> arena.installation().postgres.signal("CONT")))),
                new ProbedScenario(
                        "pg-terminate",
                        "pg_terminate_backend of whatever works, many times a second",
                        PostgresScenarios::terminate),
                new ProbedScenario(
                        "pg-lock",
                        "every connection waits for a locked table for 8 s",
                        arena -> arena.every(BETWEEN, () -> lock(arena))),
                new ProbedScenario(
                        "pg-connections",
                        "no connections left for the engine for 8 s",
                        arena -> arena.every(BETWEEN, () -> exhaust(arena))),
                new ProbedScenario("pg-slow", "every commit takes 100 ms more", PostgresScenarios::slow));
    }

    private static void kill(Arena arena) {
        Instant from = Instant.now();
        arena.installation().postgres.kill();
        arena.pause(SHORT);
        arena.installation().postgres.start();
        arena.told("kill -9 of PostgreSQL", from, Instant.now());
    }

    private static void restart(Arena arena, Duration down) {
        Instant from = Instant.now();
        arena.installation().postgres.stop();
        arena.pause(down);
        arena.installation().postgres.start();
        arena.told("PostgreSQL stopped", from, Instant.now());
    }

    private static void terminate(Arena arena) {
        arena.pause(SHORT);
        Instant from = Instant.now();
        try (Connection own = arena.installation().database()) {
            while (!arena.isOver()) {
                execute(
                        own,
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + OTHERS
                                + " AND (state = 'active' OR random() < 0.2)");
                arena.pause(Duration.ofMillis(100));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        arena.told("backends terminated", from, Instant.now());
    }

    private static void lock(Arena arena) {
        Instant from = Instant.now();
        try (Connection own = arena.installation().database()) {
            own.setAutoCommit(false);
            execute(own, "LOCK TABLE execution, execution_event IN ACCESS EXCLUSIVE MODE");
            arena.pause(PAST_THE_LEASE);
            own.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        arena.told("tables locked", from, Instant.now());
    }

    private static void exhaust(Arena arena) {
        Instant from = Instant.now();
        List<Connection> taken = new ArrayList<>();
        try {
            taken.add(arena.installation().database());
            for (int round = 0; round < 5; round++) {
                execute(
                        taken.get(0),
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + OTHERS
                                + " AND application_name <> 'PostgreSQL JDBC Driver'");
                take(arena, taken);
            }
            arena.pause(PAST_THE_LEASE);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            taken.forEach(PostgresScenarios::close);
        }
        arena.told(taken.size() + " connections taken", from, Instant.now());
    }

    /** Takes all that there are. */
    private static void take(Arena arena, List<Connection> taken) {
        while (taken.size() < MOST_CONNECTIONS) {
            try {
                taken.add(arena.installation().database());
            } catch (SQLException full) {
                return;
            }
        }
    }

    private static void slow(Arena arena) {
        arena.pause(SHORT);
        Instant from = Instant.now();
        set(arena, "ALTER SYSTEM SET commit_delay = 100000", "ALTER SYSTEM SET commit_siblings = 0");
        arena.pause();
        set(arena, "ALTER SYSTEM RESET commit_delay", "ALTER SYSTEM RESET commit_siblings");
        arena.told("commits delayed", from, Instant.now());
    }

    private static void set(Arena arena, String... changes) {
        try (Connection own = arena.installation().database()) {
            for (String change : changes) {
                execute(own, change);
            }
            execute(own, "SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
