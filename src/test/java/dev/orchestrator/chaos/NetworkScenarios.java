package dev.orchestrator.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The network between the engine and its stores. */
final class NetworkScenarios {
    private static final Duration BETWEEN = Duration.ofSeconds(7);
    private static final Duration TIME = Duration.ofSeconds(6);
    private static final double LOST_REPLIES = 0.03;

    private NetworkScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.add(of(
                "net-latency",
                "30 to 80 ms on every way to both stores",
                proxy -> proxy.slow(Duration.ofMillis(30), Duration.ofMillis(50)),
                NetworkScenarios::every));
        all.addAll(between("pg", "PostgreSQL", installation -> List.of(installation.postgresProxy)));
        all.addAll(between(
                "redis", "Redis", installation -> List.of(installation.redisProxy, installation.workersRedisProxy)));
        return all;
    }

    private static List<Scenario> between(String word, String store, Function<Installation, List<Proxy>> proxies) {
        return List.of(
                of("net-cut-" + word, "connections to " + store + " closed, new ones refused", Proxy::cut, proxies),
                of(
                        "net-black-hole-" + word,
                        "what is sent to " + store + " is lost in silence",
                        Proxy::blackHole,
                        proxies),
                of(
                        "net-freeze-" + word,
                        "what is sent to " + store + " arrives late, all at once",
                        Proxy::freeze,
                        proxies),
                of("net-reset-" + word, "connections to " + store + " reset", Proxy::reset, proxies),
                of(
                        "net-lost-replies-" + word,
                        store + " does what it is asked and the reply is lost, 3 in 100",
                        proxy -> proxy.loseReplies(LOST_REPLIES),
                        proxies));
    }

    private static List<Proxy> every(Installation installation) {
        return List.of(installation.postgresProxy, installation.redisProxy, installation.workersRedisProxy);
    }

    private static Scenario of(
            String name, String about, Consumer<Proxy> begin, Function<Installation, List<Proxy>> proxies) {
        return new ProbedScenario(name, about, arena -> {
            List<Proxy> struck = proxies.apply(arena.installation());
            arena.every(
                    BETWEEN,
                    () -> arena.fault(name, () -> struck.forEach(begin), TIME, () -> struck.forEach(Proxy::heal)));
        });
    }
}
