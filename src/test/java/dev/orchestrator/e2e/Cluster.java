package dev.orchestrator.e2e;

import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.bootstrap.embedded.TestStores;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Six processes as an installation runs them: workers reach Redis alone, whatever else is set up. */
final class Cluster implements AutoCloseable {
    final Engine api;
    final Engine orchestrator;
    final Engine otherOrchestrator;
    final Engine worker;
    final Engine otherWorker;
    final Engine reaper;
    private final TestStores stores;

    Cluster(Engines engines, Path directory) {
        stores = TestStores.start(directory.resolve("data"), Set.of(Store.values()));
        String database = stores.url(Store.POSTGRES);
        Map<String, String> redis = Map.of("REDIS_URL", redis());
        Map<String, String> both = Map.of("REDIS_URL", redis(), "DATABASE_URL", database);
        api = engines.make("api", directory, both, "--role=api", "--simulate");
        orchestrator = engines.make("orchestrator-1", directory, both, "--role=orchestrator");
        otherOrchestrator = engines.make("orchestrator-2", directory, both, "--role=orchestrator");
        worker = engines.make("worker-1", directory, redis, "--role=worker");
        otherWorker = engines.make("worker-2", directory, redis, "--role=worker");
        reaper = engines.make("reaper", directory, both, "--role=reaper");
    }

    Cluster start() {
        all().forEach(Engine::launch);
        all().forEach(Engine::awaitReady);
        return this;
    }

    String redis() {
        return stores.url(Store.REDIS);
    }

    /** Where JDBC finds the database. */
    String jdbc() {
        URI url = URI.create(stores.url(Store.POSTGRES));
        String[] account = url.getUserInfo().split(":", 2);
        return "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath() + "?user=" + account[0]
                + "&password=" + account[1];
    }

    private List<Engine> all() {
        return List.of(api, orchestrator, otherOrchestrator, worker, otherWorker, reaper);
    }

    @Override
    public void close() {
        try {
            all().forEach(Engine::close);
        } finally {
            stores.close();
        }
    }
}
