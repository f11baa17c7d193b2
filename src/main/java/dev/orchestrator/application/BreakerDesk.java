package dev.orchestrator.application;

import dev.orchestrator.ports.in.ManageBreakers;
import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.Breakers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Shows operators the circuit breakers, and closes those that they want closed. */
public final class BreakerDesk implements ManageBreakers {
    private static final Logger LOG = System.getLogger(BreakerDesk.class.getName());
    /** Of a handler's name and a dependency's, together. */
    private static final int LONGEST_NAME = 400;

    private final Breakers breakers;
    private final Breakers.Rules rules;

    public BreakerDesk(Breakers breakers, Breakers.Rules rules) {
        this.breakers = breakers;
        this.rules = rules;
    }

    @Override
    public CompletionStage<List<Breaker>> list() {
        return breakers.list(rules)
                .thenApply(all ->
                        all.stream().sorted(Comparator.comparing(Breaker::name)).toList());
    }

    @Override
    public CompletionStage<Boolean> close(String handler, String dependency) {
        String name = handler + "/" + dependency;
        if (name.length() > LONGEST_NAME) {
            return CompletableFuture.completedStage(false);
        }
        return breakers.close(name).thenApply(known -> {
            if (known) {
                LOG.log(Level.INFO, "the circuit breaker {0} was closed by an operator", name);
            }
            return known;
        });
    }
}
