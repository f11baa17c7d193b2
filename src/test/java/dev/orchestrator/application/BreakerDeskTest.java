package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breaker.State;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.Breakers.Answer;
import dev.orchestrator.ports.out.Breakers.Result;
import dev.orchestrator.ports.out.Breakers.Rules;
import dev.orchestrator.twins.InMemoryRedis;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What operators see of breakers. */
class BreakerDeskTest {
    private static final Rules RULES = new Rules(1, Duration.ofSeconds(60), 2);

    private final VirtualLoop loop = new VirtualLoop();
    private final Breakers breakers = new InMemoryRedis(loop::now).connect(loop).breakers();
    private final BreakerDesk desk = new BreakerDesk(breakers, RULES);

    @Test
    void listsByNameAndClosesWhatIsKnown() {
        open("h/b:1");
        open("g/c:1");
        open("h/a:1");
        assertThat(await(desk.list())).extracting(Breaker::name).containsExactly("g/c:1", "h/a:1", "h/b:1");
        assertThat(await(desk.close("h", "a:1"))).isTrue();
        assertThat(await(desk.list()))
                .extracting(Breaker::state)
                .containsExactly(State.OPEN, State.CLOSING, State.OPEN);
        assertThat(await(desk.close("h", "z:1"))).isFalse();
        assertThat(await(desk.close("h", "x".repeat(1_000)))).isFalse();
    }

    private void open(String name) {
        Answer.Go go = (Answer.Go) await(breakers.ask(name, RULES, Duration.ofSeconds(1)));
        await(breakers.report(name, RULES, go.ticket(), Result.failed("HTTP_503")));
    }

    private <T> T await(CompletionStage<T> stage) {
        loop.runUntilIdle();
        return stage.toCompletableFuture().join();
    }
}
