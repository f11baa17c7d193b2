package dev.orchestrator.adapters.out.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.adapters.in.rest.RestTestProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

/** A resolver that answers nobody costs no more than its bounds. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class BoundedNamesTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Map<String, CompletableFuture<List<InetAddress>>> asked = new ConcurrentHashMap<>();
    private final Names silent = host -> asked.computeIfAbsent(host, any -> new CompletableFuture<>());

    @Test
    void noMoreAreUnderWayThanThereAreThreads() throws Exception {
        Names names = new BoundedNames(silent, 2, 1, LONG);
        CompletableFuture<List<InetAddress>> first = resolve(names, "a");
        resolve(names, "b");
        CompletableFuture<List<InetAddress>> third = resolve(names, "c");
        assertThat(asked).containsOnlyKeys("a", "b");
        assertThatThrownBy(() -> resolve(names, "d").get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(BulkheadException.class);
        List<InetAddress> loopback = List.of(InetAddress.getLoopbackAddress());
        asked.get("a").complete(loopback);
        assertThat(first.get(5, TimeUnit.SECONDS)).isEqualTo(loopback);
        while (!asked.containsKey("c")) {
            Thread.onSpinWait();
        }
        asked.get("c").complete(loopback);
        assertThat(third.get(5, TimeUnit.SECONDS)).isEqualTo(loopback);
    }

    @Test
    void whatTakesTooLongIsGivenUp() {
        Names names = new BoundedNames(silent, 1, 5, Duration.ofMillis(50));
        CompletableFuture<List<InetAddress>> hanging = resolve(names, "a");
        CompletableFuture<List<InetAddress>> waiting = resolve(names, "b");
        assertThatThrownBy(() -> hanging.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        assertThat(asked).doesNotContainKey("b");
    }

    private static CompletableFuture<List<InetAddress>> resolve(Names names, String host) {
        return names.resolve(host).toCompletableFuture();
    }
}
