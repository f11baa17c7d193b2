package dev.orchestrator.bootstrap;

import dev.orchestrator.adapters.in.rest.TrustedProxies;
import dev.orchestrator.domain.limit.RequestRate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Refuses settings no engine can run with, and warns of those that are legal and seldom meant. */
final class SettingsCheck {
    private static final Logger LOG = Logger.getLogger(SettingsCheck.class);
    private static final Duration LONG_LEASE = Duration.ofMinutes(2);
    private static final int LEAST_DEPTH = 2;
    private static final int MOST_DEPTH = 400;
    private static final int LARGEST_SIZE = 1 << 30;
    private static final int MOST_PROBES = 100;
    private static final Duration LEAST_AGE = Duration.ofHours(1);
    /** Longer than any effect may be on its way. */
    private static final Duration LEAST_GRACE = Duration.ofSeconds(30);

    private static final Duration LONGEST_GRACE = Duration.ofHours(24);

    private SettingsCheck() {}

    static void check(Settings settings) {
        counts(settings).forEach((name, value) -> require(value > 0, name + " must be at least 1"));
        sizes(settings)
                .forEach((name, value) ->
                        require(value > 0 && value <= LARGEST_SIZE, name + " must lie between 1 and " + LARGEST_SIZE));
        times(settings)
                .forEach((name, time) -> require(
                        !time.isNegative() && !time.isZero(), name + " must be a time longer than 0, such as 30s"));
        pauses(settings).forEach((name, time) -> require(!time.isNegative(), name + " must not be negative"));
        ranges(settings.latency())
                .forEach((name, range) -> require(
                        !range.least().isNegative() && range.most().compareTo(range.least()) >= 0,
                        name + ".least must not be negative, nor longer than " + name + ".most"));
        int depth = settings.limits().depth();
        require(
                depth >= LEAST_DEPTH && depth <= MOST_DEPTH,
                "workflow.limits.depth must lie between " + LEAST_DEPTH + " and " + MOST_DEPTH);
        double jitter = settings.retry().jitter();
        require(
                jitter >= 0 && jitter <= 1,
                "workflow.retry.jitter (WORKER_BACKOFF_JITTER_MAX) must lie between 0 and 1");
        int probes = settings.circuitBreaker().halfOpenProbes();
        require(
                probes >= 1 && probes <= MOST_PROBES,
                "workflow.circuit-breaker.half-open-probes (CIRCUIT_BREAKER_HALF_OPEN_MAX_CALLS) must lie between 1 and "
                        + MOST_PROBES);
        checkLease(settings.lease());
        checkRetention(settings.retention());
        checkLimit(settings);
    }

    private static void checkRetention(Settings.Retention retention) {
        Duration age = retention.age();
        require(
                age.isZero() || age.compareTo(LEAST_AGE) >= 0,
                "workflow.retention.age must be at least 1h, or 0 to keep executions for ever");
        Duration redis = retention.redis();
        require(
                redis.compareTo(LEAST_GRACE) >= 0 && redis.compareTo(LONGEST_GRACE) <= 0,
                "workflow.retention.redis must lie between 30s and 24h");
    }

    private static void checkLimit(Settings settings) {
        String within = " must lie between 1 and " + RequestRate.MOST;
        int rate = settings.rateLimit().requestsPerMinute();
        require(
                rate >= 1 && rate <= RequestRate.MOST,
                "workflow.rate-limit.requests-per-minute (RATE_LIMIT_REQUESTS_PER_MINUTE)" + within
                        + "; RATE_LIMIT_ENABLED=false switches the limit off");
        int burst = settings.rateLimit().burst().orElse(rate);
        require(burst >= 1 && burst <= RequestRate.MOST, "workflow.rate-limit.burst" + within);
        try {
            TrustedProxies.of(settings.trustedProxies().orElse(List.of()));
        } catch (IllegalArgumentException unfit) {
            throw new StartRefused(String.valueOf(unfit.getMessage()));
        }
    }

    private static void checkLease(Duration lease) {
        require(lease.toMillis() >= 1_000, "workflow.lease (REAPER_MIN_IDLE_SECONDS) must be at least 1 s");
        if (lease.compareTo(LONG_LEASE) > 0) {
            LOG.warnf(
                    "workflow.lease (REAPER_MIN_IDLE_SECONDS) is %d s: the work of a worker that died waits that long."
                            + " Workers extend their leases, so 25 s also serves tasks that run for hours.",
                    lease.toSeconds());
        }
    }

    private static Map<String, Integer> counts(Settings settings) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("workflow.concurrency (WORKER_BATCH_SIZE)", settings.concurrency());
        counts.put("workflow.shards", settings.shards());
        counts.put("workflow.lanes", settings.lanes());
        counts.put("workflow.http.connections-per-host", settings.http().connectionsPerHost());
        counts.put(
                "workflow.retry.max-attempts (DLQ_MAX_RETRIES)",
                settings.retry().maxAttempts());
        counts.put("workflow.events.max-streams", settings.events().maxStreams());
        counts.put(
                "workflow.circuit-breaker.failure-threshold (CIRCUIT_BREAKER_FAILURE_THRESHOLD)",
                settings.circuitBreaker().failureThreshold());
        return counts;
    }

    private static Map<String, Long> sizes(Settings settings) {
        Settings.Limits limits = settings.limits();
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("workflow.http.max-response", (long) settings.http().maxResponse());
        sizes.put("workflow.limits.body", limits.body());
        sizes.put("workflow.limits.nodes", (long) limits.nodes());
        sizes.put("workflow.limits.edges", (long) limits.edges());
        sizes.put("workflow.limits.config", (long) limits.config());
        sizes.put("workflow.limits.rendered-config", (long) limits.renderedConfig());
        sizes.put("workflow.limits.output", (long) limits.output());
        return sizes;
    }

    private static Map<String, Duration> times(Settings settings) {
        Map<String, Duration> times = new LinkedHashMap<>();
        times.put(
                "workflow.reaper.interval (REAPER_CHECK_INTERVAL_SECONDS)",
                settings.reaper().interval());
        times.put("workflow.idempotency-retention", settings.idempotencyRetention());
        times.put("workflow.http.connect-timeout", settings.http().connectTimeout());
        times.put(
                "workflow.circuit-breaker.recovery (CIRCUIT_BREAKER_RECOVERY_TIMEOUT)",
                settings.circuitBreaker().recovery());
        times.put("workflow.llm.timeout", settings.llm().timeout());
        times.put("workflow.events.heartbeat", settings.events().heartbeat());
        times.put("workflow.events.write-stall", settings.events().writeStall());
        times.put("workflow.newer-messages-wait", settings.newerMessagesWait());
        times.put("workflow.timeouts.node", settings.timeouts().node());
        times.put("workflow.timeouts.queue", settings.timeouts().queue());
        times.put("workflow.timeouts.execution", settings.timeouts().execution());
        return times;
    }

    /** Times that may be none. */
    private static Map<String, Duration> pauses(Settings settings) {
        Map<String, Duration> times = new LinkedHashMap<>();
        times.put("workflow.drain", settings.drain());
        times.put(
                "workflow.retry.backoff (WORKER_BACKOFF_BASE_SECONDS)",
                settings.retry().backoff());
        times.put(
                "workflow.retry.max-backoff (WORKER_BACKOFF_MAX_SECONDS)",
                settings.retry().maxBackoff());
        return times;
    }

    private static Map<String, Settings.Range> ranges(Settings.SimulatedLatency latency) {
        Map<String, Settings.Range> ranges = new LinkedHashMap<>();
        ranges.put("workflow.latency.external", latency.external());
        ranges.put("workflow.latency.llm", latency.llm());
        ranges.put("workflow.latency.input-output", latency.inputOutput());
        ranges.put("workflow.latency.decision", latency.decision());
        return ranges;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new StartRefused(message);
        }
    }
}
