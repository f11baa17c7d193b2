package dev.orchestrator.bootstrap.embedded;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The embedded stores of one data directory, from their start to their stop.
 *
 * <pre>{@code
 * try (EmbeddedStores stores = EmbeddedStores.start(directory)) {
 *     connect(stores.url(Store.POSTGRES), stores.url(Store.REDIS));
 * }
 * }</pre>
 */
public final class EmbeddedStores implements AutoCloseable {
    private final DataDirectory directory;
    private final Map<Store, EmbeddedServer> servers;

    private EmbeddedStores(DataDirectory directory, Map<Store, EmbeddedServer> servers) {
        this.directory = directory;
        this.servers = servers;
    }

    /** Starts both stores at once and returns when both take connections. */
    public static EmbeddedStores start(Path directory) {
        return start(directory, Set.of(Store.values()));
    }

    /** Starts the given stores.
     *
     * @throws StoreFailure with a message for people: no server for this platform, directory in use, start failed
     */
    public static EmbeddedStores start(Path directory, Set<Store> stores) {
        DataDirectory held = DataDirectory.open(directory);
        Map<Store, CompletableFuture<EmbeddedServer>> starts = new EnumMap<>(Store.class);
        stores.forEach(store -> starts.put(store, begin(() -> start(store, held))));
        try {
            Map<Store, EmbeddedServer> servers = new EnumMap<>(Store.class);
            starts.forEach((store, start) -> servers.put(store, start.join()));
            return new EmbeddedStores(held, servers);
        } catch (CompletionException e) {
            starts.values().forEach(EmbeddedStores::abandon);
            held.close();
            throw e.getCause() instanceof StoreFailure failure
                    ? failure
                    : new StoreFailure("An embedded store did not start: " + e.getCause(), e);
        }
    }

    private static EmbeddedServer start(Store store, DataDirectory directory) {
        return switch (store) {
            case POSTGRES -> EmbeddedPostgres.start(directory);
            case REDIS -> EmbeddedRedis.start(directory);
        };
    }

    private static <T> CompletableFuture<T> begin(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> new Thread(task, "embedded-store").start());
    }

    private static void abandon(CompletableFuture<EmbeddedServer> start) {
        try {
            start.join().close();
        } catch (CompletionException failedToo) {
            // The first failure is the one that is told.
        }
    }

    /** Where a store is reached, as it would stand in DATABASE_URL or REDIS_URL; empty for one that was not asked for. */
    public Optional<String> url(Store store) {
        return Optional.ofNullable(servers.get(store)).map(EmbeddedServer::url);
    }

    @Override
    public void close() {
        try {
            CompletableFuture.allOf(servers.values().stream()
                            .map(server -> EmbeddedStores.<Void>begin(() -> {
                                server.close();
                                return null;
                            }))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            directory.close();
        }
    }
}
