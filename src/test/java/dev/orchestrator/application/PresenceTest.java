package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.ports.out.Members;
import dev.orchestrator.twins.InMemoryRedis;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final InMemoryRedis redis = new InMemoryRedis(loop::now);
    private final Members members = redis.connect(loop).members();
    private final Presence presence = new Presence(
            members, loop, "worker", "w1", () -> Map.of("at", loop.now().toString()));

    @Test
    void isSeenUntilItLeaves() {
        presence.start();
        loop.advance(Duration.ofMinutes(1));
        assertThat(living()).containsEntry("w1", Map.of("at", loop.now().toString()));
        presence.leave();
        assertThat(living()).isEmpty();
        loop.advance(Duration.ofMinutes(1));
        assertThat(living()).isEmpty();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void survivesAnOutage() {
        presence.start();
        redis.stop();
        loop.advance(Duration.ofMinutes(1));
        redis.start();
        assertThat(living()).isEmpty();
        loop.advance(Duration.ofSeconds(3));
        assertThat(living()).containsKey("w1");
    }

    @Test
    void tellsWhatIsNewAtOnce() {
        presence.start();
        loop.advance(Duration.ofSeconds(1));
        presence.refresh();
        assertThat(living()).containsEntry("w1", Map.of("at", loop.now().toString()));
        loop.runUntilIdle();
        assertThat(loop.timers()).isOne();
    }

    private Map<String, Map<String, String>> living() {
        loop.runUntilIdle();
        var answer = members.living("worker").toCompletableFuture();
        loop.runUntilIdle();
        return answer.join();
    }
}
