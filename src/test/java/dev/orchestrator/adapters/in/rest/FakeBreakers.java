package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.ManageBreakers;
import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breaker.State;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One breaker that is open, and one that counts. */
@Alternative
@Singleton
public class FakeBreakers implements ManageBreakers {
    @Override
    public CompletionStage<List<Breaker>> list() {
        return CompletableFuture.completedFuture(List.of(
                new Breaker(
                        "call_external_service/[::1]:8443",
                        State.HALF_OPEN,
                        6,
                        "HTTP_503",
                        FakeEngine.NOW,
                        FakeEngine.NOW.plusSeconds(60),
                        1_000),
                new Breaker("call_llm/llm.example.com:443", State.CLOSED, 0, "", null, null, 0)));
    }

    @Override
    public CompletionStage<Boolean> close(String handler, String dependency) {
        return CompletableFuture.completedFuture(
                handler.equals("call_external_service") && dependency.equals("[::1]:8443"));
    }
}
