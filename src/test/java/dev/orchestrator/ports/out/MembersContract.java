package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every list of members promises. */
public abstract class MembersContract extends HotStoreContract {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void membersAreListedByNameWithTheirFacts() {
        store.get(ports.members().announce("worker", "b", Map.of("queues", "x,\"y\""), LONG));
        store.get(ports.members().announce("worker", "a", Map.of(), LONG));
        store.get(ports.members().announce("api", "c", Map.of(), LONG));
        store.get(ports.members().announce("worker", "a", Map.of("n", "2"), LONG));
        assertThat(store.get(ports.members().living("worker")))
                .isEqualTo(Map.of("a", Map.of("n", "2"), "b", Map.of("queues", "x,\"y\"")));
        assertThat(store.get(ports.members().names("worker"))).containsExactly("a", "b");
        assertThat(store.get(ports.members().living("reaper"))).isEmpty();
    }

    @Test
    void whoeverFallsSilentIsForgotten() {
        store.get(ports.members().announce("worker", "a", Map.of(), Duration.ofMillis(30)));
        store.until(() -> store.get(ports.members().names("worker")).isEmpty());
        store.get(ports.members().announce("worker", "b", Map.of(), LONG));
        assertThat(store.get(ports.members().names("worker"))).containsExactly("b");
    }

    @Test
    void whoeverLeavesIsGone() {
        store.get(ports.members().announce("worker", "a", Map.of(), LONG));
        store.get(ports.members().leave("worker", "a"));
        store.get(ports.members().leave("worker", "a"));
        assertThat(store.get(ports.members().names("worker"))).isEmpty();
    }
}
