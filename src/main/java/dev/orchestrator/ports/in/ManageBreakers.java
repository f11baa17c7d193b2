package dev.orchestrator.ports.in;

import dev.orchestrator.ports.out.Breaker;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What an operator sees of circuit breakers, and does about them. A failed stage is an outage. */
public interface ManageBreakers {
    /** Those that have something to tell, by name. */
    CompletionStage<List<Breaker>> list();

    /** Closes one, so that calls are made again, little by little; false when nothing is known of it. */
    CompletionStage<Boolean> close(String handler, String dependency);
}
