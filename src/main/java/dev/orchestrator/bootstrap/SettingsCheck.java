package dev.orchestrator.bootstrap;

import java.time.Duration;
import org.jboss.logging.Logger;

/** Refuses settings no engine can run with, and warns of those that are legal and seldom meant. */
final class SettingsCheck {
    private static final Logger LOG = Logger.getLogger(SettingsCheck.class);
    private static final Duration LONG_LEASE = Duration.ofMinutes(2);

    private SettingsCheck() {}

    static void check(Settings settings) {
        require(settings.concurrency() > 0, "workflow.concurrency (WORKER_BATCH_SIZE) must be at least 1");
        require(settings.shards() > 0, "workflow.shards must be at least 1");
        require(settings.lanes() > 0, "workflow.lanes must be at least 1");
        require(settings.retry().maxAttempts() > 0, "workflow.retry.max-attempts (DLQ_MAX_RETRIES) must be at least 1");
        double jitter = settings.retry().jitter();
        require(jitter >= 0 && jitter <= 1, "workflow.retry.jitter must lie between 0 and 1");
        Duration lease = settings.lease();
        require(lease.toMillis() >= 1_000, "workflow.lease (REAPER_MIN_IDLE_SECONDS) must be at least 1 s");
        if (lease.compareTo(LONG_LEASE) > 0) {
            LOG.warnf(
                    "workflow.lease (REAPER_MIN_IDLE_SECONDS) is %d s: the work of a worker that died waits that long."
                            + " Workers extend their leases, so 25 s also serves tasks that run for hours.",
                    lease.toSeconds());
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
