package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.ports.out.Pulse;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PulseWatchTest {
    private static final CompletionStage<Boolean> BEAT = CompletableFuture.completedStage(true);

    private final VirtualLoop loop = new VirtualLoop();
    private final StoreState state = new StoreState();
    private final ArrayDeque<CompletionStage<Boolean>> answers = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private CompletionStage<Boolean> otherwise = BEAT;
    private final PulseWatch watch = new PulseWatch(loop, new Scripted(), state);

    PulseWatchTest() {
        state.listen(new StoreState.Listener() {
            @Override
            public void lost() {
                heard.add("lost");
            }

            @Override
            public void back() {
                heard.add("back");
            }
        });
    }

    @Test
    void anOutageAndItsEndAreToldOnce() {
        watch.start();
        pass(5_000);
        otherwise = refused();
        pass(500);
        assertThat(state.isAway()).isTrue();
        pass(5_000);
        otherwise = BEAT;
        pass(500);
        assertThat(state.isAway()).isFalse();
        pass(5_000);
        assertThat(heard).containsExactly("lost", "back");
    }

    @Test
    void oneFailureIsNoOutage() {
        watch.start();
        pass(1_000);
        answers.add(refused());
        pass(5_000);
        assertThat(heard).isEmpty();
    }

    @Test
    void silenceIsAnOutageWithoutAQuestionMore() {
        watch.start();
        pass(1_000);
        otherwise = new CompletableFuture<>();
        pass(1_500);
        assertThat(heard).containsExactly("lost");
        otherwise = BEAT;
        pass(1_500);
        assertThat(heard).containsExactly("lost", "back");
    }

    @Test
    void nothingIsAskedAfterTheEnd() {
        watch.start();
        pass(1_000);
        watch.stop();
        pass(1_000);
        otherwise = refused();
        pass(5_000);
        assertThat(heard).isEmpty();
    }

    private void pass(int millis) {
        loop.advance(Duration.ofMillis(millis));
    }

    private static CompletionStage<Boolean> refused() {
        return CompletableFuture.failedStage(new IllegalStateException("refused"));
    }

    private final class Scripted implements Pulse {
        @Override
        public String name() {
            return "postgres";
        }

        @Override
        public CompletionStage<Boolean> beats() {
            CompletionStage<Boolean> next = answers.poll();
            return next == null ? otherwise : next;
        }
    }
}
