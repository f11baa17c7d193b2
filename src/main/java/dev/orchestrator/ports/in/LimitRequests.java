package dev.orchestrator.ports.in;

import dev.orchestrator.domain.limit.Judgement;
import java.util.concurrent.CompletionStage;

/** Tells whether a client may go on now. */
public interface LimitRequests {
    /** Judges one request of this client, within a moment; never fails. May complete on any thread. */
    CompletionStage<Judgement> judge(String client);
}
