package dev.orchestrator.bootstrap.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An embedded Redis and an embedded PostgreSQL that a test may hurt. */
public final class StoreServers implements AutoCloseable {
    public final StoreServer redis;
    public final StoreServer postgres;
    private final DataDirectory directory;

    /**
     * Starts both.
     *
     * @param redisPort where Redis is to be reached
     * @param postgresPort where PostgreSQL is to be reached
     */
    public StoreServers(Path data, int redisPort, int postgresPort) {
        directory = DataDirectory.open(data);
        try {
            RedisProgram program = RedisProgram.find(new Binaries(directory.binaries()));
            directory.directory("redis");
            Path redisHome = directory.directory("redis/" + program.version());
            Files.writeString(redisHome.resolve("port"), Integer.toString(redisPort));
            redis = new StoreServer(redisHome, redisHome.resolve("redis.pid"), () -> start(program));
            Path postgresHome = directory.directory("postgres");
            Files.writeString(postgresHome.resolve("port"), Integer.toString(postgresPort));
            Path cluster = postgresHome.resolve("data");
            postgres = new StoreServer(
                    cluster, cluster.resolve("postmaster.pid"), () -> EmbeddedPostgres.start(directory));
            redis.start();
            postgres.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedServer start(RedisProgram program) {
        try {
            return EmbeddedRedis.start(directory, program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            redis.close();
        } finally {
            try {
                postgres.close();
            } finally {
                directory.close();
            }
        }
    }
}
