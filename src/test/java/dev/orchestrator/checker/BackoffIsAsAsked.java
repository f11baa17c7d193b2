package dev.orchestrator.checker;

import dev.orchestrator.domain.definition.RetryPolicy;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Event;
import java.time.Duration;
import java.time.Instant;

/**
 * Between attempts lies {@code min(backoff * 2^(n-1), most)} and up to the jitter's share more, and nothing starts before its
 * time. Only handlers that ask for it get a longer wait. Waits are rounded to milliseconds.
 */
final class BackoffIsAsAsked implements Rule.OfOneExecution {
    @Override
    public void judge(Case one, Findings.About findings) {
        Duration clocks = one.all().conditions().clocks();
        one.walk((before, entry, event) -> {
            if (event instanceof Event.NodeRetryScheduled retry) {
                judge(one, before, entry, retry, findings);
            } else if (event instanceof Event.NodeQueued queued) {
                Instant due = before.place(queued.node()).wakeAt();
                boolean early = due != null && entry.at().plus(clocks).isBefore(due);
                findings.expect(!early, queued.node(), "nothing before " + due, event + " at " + entry.at());
            }
        });
    }

    private static void judge(
            Case one, Fold before, Entry entry, Event.NodeRetryScheduled retry, Findings.About findings) {
        RetryPolicy policy = before.node(retry.node()).policy().retry();
        double least = policy.backoff().toMillis();
        for (int i = 1;
                i < before.place(retry.node()).attempt()
                        && least < policy.maxBackoff().toMillis();
                i++) {
            least *= 2;
        }
        least = Math.min(least, policy.maxBackoff().toMillis());
        double most = least * (1 + policy.jitter());
        double wait = Duration.between(entry.at(), retry.retryAt()).toNanos() / 1e6;
        double slack = 1 + one.all().conditions().clocks().toMillis();
        boolean mayAsk = one.all().conditions().asking().contains(one.handler(retry.node()));
        boolean fits = wait >= least - slack && (mayAsk || wait <= most + slack);
        findings.expect(fits, retry.node(), "a wait of " + least + " to " + most + " ms", wait + " ms: " + retry);
    }
}
