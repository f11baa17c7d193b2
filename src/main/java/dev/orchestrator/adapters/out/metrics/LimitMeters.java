package dev.orchestrator.adapters.out.metrics;

import dev.orchestrator.ports.out.LimitWatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what the rate limit of submissions does. Clients are not named: there may be any number of them. */
public final class LimitMeters implements LimitWatch {
    private static final String REQUESTS = "workflow.rate.limit.requests";

    private final Counter admitted;
    private final Counter refused;
    private final Counter local;

    public LimitMeters(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        String requests = "Submissions judged by the rate limit, by outcome";
        this.admitted = meters.counter(REQUESTS, requests, "outcome", "admitted");
        this.refused = meters.counter(REQUESTS, requests, "outcome", "refused");
        this.local = meters.counter(
                "workflow.rate.limit.local",
                "Submissions that this process judged by itself, as Redis did not answer in time");
    }

    @Override
    public void judged(boolean isAdmitted, boolean alone) {
        (isAdmitted ? admitted : refused).increment();
        if (alone) {
            local.increment();
        }
    }
}
