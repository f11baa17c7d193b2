package dev.orchestrator.e2e;

import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.bootstrap.embedded.TestStores;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two processes of the API, and one that does everything else. */
final class Crew implements AutoCloseable {
    final Engine api;
    final Engine otherApi;
    final Engine rest;
    private final TestStores stores;

    Crew(Engines engines, Path directory) {
        stores = TestStores.start(directory.resolve("data"), Set.of(Store.values()));
        Map<String, String> both = Map.of("REDIS_URL", redis(), "DATABASE_URL", stores.url(Store.POSTGRES));
        api = engines.make("api-1", directory, both, "--role=api", "--simulate", "--simulate-delays=false");
        otherApi = engines.make("api-2", directory, both, "--role=api", "--simulate", "--simulate-delays=false");
        rest = engines.make("rest", directory, both, "--role=orchestrator,worker,reaper");
    }

    Crew start() {
        List<Engine> all = List.of(api, otherApi, rest);
        all.forEach(Engine::launch);
        all.forEach(Engine::awaitReady);
        return this;
    }

    String redis() {
        return stores.url(Store.REDIS);
    }

    @Override
    public void close() {
        try {
            List.of(api, otherApi, rest).forEach(Engine::close);
        } finally {
            stores.close();
        }
    }
}
