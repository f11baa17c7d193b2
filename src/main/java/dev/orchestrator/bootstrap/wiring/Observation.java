package dev.orchestrator.bootstrap.wiring;

import dev.orchestrator.adapters.out.logs.ExecutionLog;
import dev.orchestrator.adapters.out.logs.TaskLog;
import dev.orchestrator.adapters.out.metrics.BreakerMeters;
import dev.orchestrator.adapters.out.metrics.MicrometerTelemetry;
import dev.orchestrator.adapters.out.metrics.TaskMeters;
import dev.orchestrator.adapters.out.traces.OpenTelemetryTracing;
import dev.orchestrator.adapters.out.traces.TaskTracing;
import dev.orchestrator.bootstrap.Settings;
import dev.orchestrator.ports.out.BreakerWatch;
import dev.orchestrator.ports.out.TaskWatch;
import dev.orchestrator.ports.out.Telemetry;
import dev.orchestrator.ports.out.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Collection;

/** Who watches the engine: logs and metrics always, traces where they are switched on. */
@ApplicationScoped
public class Observation {
    private final MeterRegistry registry;
    private final Settings settings;
    private final Instance<OpenTelemetry> openTelemetry;

    Observation(MeterRegistry registry, Settings settings, Instance<OpenTelemetry> openTelemetry) {
        this.registry = registry;
        this.settings = settings;
        this.openTelemetry = openTelemetry;
    }

    Telemetry telemetry() {
        return new MicrometerTelemetry(registry).and(new ExecutionLog());
    }

    Tracing tracing() {
        return settings.tracing() ? new OpenTelemetryTracing(tracer()) : Tracing.OFF;
    }

    /** For a worker that has these handlers. */
    TaskWatch tasks(Collection<String> handlers) {
        TaskWatch always = new TaskLog().and(new TaskMeters(registry, handlers, System::nanoTime));
        return settings.tracing() ? new TaskTracing(tracer()).and(always) : always;
    }

    /** For a worker that has these handlers. */
    BreakerWatch breakers(Collection<String> handlers) {
        return new BreakerMeters(registry, handlers);
    }

    private Tracer tracer() {
        return openTelemetry.get().getTracer("workflow-orchestrator");
    }
}
