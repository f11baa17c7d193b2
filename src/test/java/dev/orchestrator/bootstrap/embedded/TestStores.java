package dev.orchestrator.bootstrap.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Real servers for tests: in containers with {@code -Dtests.stores=containers}, or where nothing is said, this jar has no
 * servers for the machine, and a Docker engine answers; else the embedded ones. Reached on loopback either way. Tests that
 * stop, replace or damage their server take the embedded one always.
 */
public final class TestStores implements AutoCloseable {
    private static final DockerImageName POSTGRES = DockerImageName.parse("postgres:17-alpine");
    private static final DockerImageName REDIS = DockerImageName.parse("redis:7-alpine");
    private static final int REDIS_PORT = 6379;

    private final Map<Store, String> urls = new EnumMap<>(Store.class);
    private final List<Runnable> stops = new ArrayList<>();

    private TestStores() {}

    /** @param data where embedded servers keep their data, for the next run to start in a moment */
    public static TestStores start(Path data, Set<Store> which) {
        TestStores stores = new TestStores();
        if (inContainers()) {
            which.forEach(store -> stores.contain(store));
        } else {
            EmbeddedStores embedded = EmbeddedStores.start(data, which);
            stores.stops.add(embedded::close);
            which.forEach(store -> stores.urls.put(store, embedded.url(store).orElseThrow()));
        }
        return stores;
    }

    public static boolean inContainers() {
        String asked = System.getProperty("tests.stores", "");
        return switch (asked) {
            case "containers" -> true;
            case "embedded" -> false;
            case "" ->
                Platform.here().isEmpty() && DockerClientFactory.instance().isDockerAvailable();
            default -> throw new IllegalArgumentException("-Dtests.stores=" + asked + ": say containers or embedded");
        };
    }

    public String url(Store store) {
        return urls.get(store);
    }

    /** For servers that serve all tests of a JVM. */
    public TestStores untilTheEnd() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        return this;
    }

    private void contain(Store store) {
        GenericContainer<?> container = store == Store.POSTGRES ? postgres() : redis();
        stops.add(container::stop);
        container.start();
        urls.put(
                store,
                container instanceof PostgreSQLContainer postgres ? urlOf(postgres) : "redis://:test@" + at(container));
    }

    private static PostgreSQLContainer postgres() {
        // Without Testcontainers' own command, which turns fsync off.
        PostgreSQLContainer postgres = new PostgreSQLContainer(POSTGRES);
        postgres.setCommand("postgres");
        return postgres;
    }

    private static GenericContainer<?> redis() {
        return new GenericContainer<>(REDIS)
                .withExposedPorts(REDIS_PORT)
                .withCommand("redis-server", "--requirepass", "test", "--maxmemory-policy", "noeviction");
    }

    private static String urlOf(PostgreSQLContainer postgres) {
        return "postgresql://" + postgres.getUsername() + ":" + postgres.getPassword() + "@" + at(postgres) + "/"
                + postgres.getDatabaseName();
    }

    private static String at(GenericContainer<?> container) {
        return container.getHost() + ":" + container.getFirstMappedPort();
    }

    @Override
    public void close() {
        stops.forEach(Runnable::run);
    }
}
