package dev.orchestrator.e2e;

import dev.orchestrator.bootstrap.embedded.Store;
import dev.orchestrator.bootstrap.embedded.TestStores;
import dev.orchestrator.witness.WitnessPlugIn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** As many processes of each role as a test asks for; the workers have the handlers of the witness plug-in. */
final class Fleet implements AutoCloseable {
    /** Many processes that live for seconds: what helps them to start counts more than how fast they get. */
    static final String SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m";

    final List<Engine> apis;
    final List<Engine> orchestrators;
    final List<Engine> workers;
    final List<Engine> reapers;
    private final TestStores stores;

    /** How many processes a fleet has of each role. */
    record Size(int apis, int orchestrators, int workers, int reapers) {}

    Fleet(Engines engines, Path directory, Size size) {
        stores = TestStores.start(directory.resolve("data"), Set.of(Store.values()));
        Map<String, String> redis = Map.of("REDIS_URL", redis());
        Map<String, String> both = Map.of("REDIS_URL", redis(), "DATABASE_URL", stores.url(Store.POSTGRES));
        String plugIns = "--plugins=" + WitnessPlugIn.packInto(directory);
        apis = make(size.apis(), n -> engines.make("api-" + n, directory, both, "--role=api", "--simulate"));
        orchestrators = make(
                size.orchestrators(), n -> engines.make("orchestrator-" + n, directory, both, "--role=orchestrator"));
        workers = make(size.workers(), n -> engines.make("worker-" + n, directory, redis, "--role=worker", plugIns));
        reapers = make(size.reapers(), n -> engines.make("reaper-" + n, directory, both, "--role=reaper"));
    }

    private static List<Engine> make(int count, IntFunction<Engine> one) {
        return IntStream.rangeClosed(1, count).mapToObj(one).toList();
    }

    Fleet start() {
        all().forEach(Engine::launch);
        all().forEach(Engine::awaitReady);
        return this;
    }

    Api api() {
        return apis.get(0).api();
    }

    Engine workerOf(long pid) {
        return workers.stream().filter(it -> it.pid() == pid).findFirst().orElseThrow();
    }

    String redis() {
        return stores.url(Store.REDIS);
    }

    List<Engine> all() {
        return Stream.of(apis, orchestrators, workers, reapers)
                .flatMap(List::stream)
                .toList();
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
