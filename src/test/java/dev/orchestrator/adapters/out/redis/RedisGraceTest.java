package dev.orchestrator.adapters.out.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.Run;
import dev.orchestrator.ports.out.Task;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing of an execution that ended stays in Redis beyond a grace, however it ended. */
class RedisGraceTest extends HotStoreContract {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT);

    @Override
    protected HotStore newStore() {
        return hot;
    }

    @AfterEach
    void close() {
        hot.close();
    }

    @Test
    void nothingIsLeftAfterTheGrace() {
        LiveState live = hot.open().keepingEndedFor(GRACE).liveState();
        Run completed = run(1, "a");
        done(live, completed.trigger());
        Task task = takeOne("w", "a");
        hot.get(ports.tasks().complete(task, Run.DONE, Report.NONE));
        done(live, completed.complete("a", Run.DONE, message().receipt()));
        Run cancelled = run(2, "a", "b", "c");
        done(live, cancelled.trigger());
        takeOne("w", "a");
        done(live, cancelled.cancel());
        Run restored = run(3, "a", "b");
        restored.trigger();
        restored.cancel();
        done(live, restored.restore());
        assertThat(hot.rest().values()).allMatch(count -> count == 0);
        for (Run run : List.of(completed, cancelled, restored)) {
            // What is here at all is about to go.
            assertThat(keysOf(run)).allMatch(key -> hot.call(Command.PTTL, key).toLong() != -1);
        }
        hot.until(() -> keysOf(completed).isEmpty()
                && keysOf(cancelled).isEmpty()
                && keysOf(restored).isEmpty());
    }

    @Test
    void twoMinutesAreUsual() {
        Run run = run(1, "a");
        applied(run.trigger());
        applied(run.cancel());
        assertThat(keysOf(run)).hasSize(1);
        assertThat(hot.call(Command.TTL, keysOf(run).get(0)).toLong()).isBetween(60L, 120L);
    }

    private void done(LiveState live, Change change) {
        assertThat(hot.get(live.apply(change))).isEqualTo(Reply.APPLIED);
    }

    private List<String> keysOf(Run run) {
        return hot.keys().stream()
                .filter(key -> key.contains(run.id().toString()))
                .toList();
    }
}
