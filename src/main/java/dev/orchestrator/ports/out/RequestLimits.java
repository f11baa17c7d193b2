package dev.orchestrator.ports.out;

import dev.orchestrator.domain.limit.Judgement;
import dev.orchestrator.domain.limit.RequestRate;
import java.util.concurrent.CompletionStage;

/** Counts the requests of each client over all processes, by the clock of the store. */
public interface RequestLimits {
    /**
     * Judges one request of a client, and counts it if it is admitted; of many at once no more are than the rate allows.
     * What is kept of a client is one number, and nothing once its bucket is full again.
     */
    CompletionStage<Judgement> judge(String client, RequestRate rate);
}
