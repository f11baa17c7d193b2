package dev.orchestrator.adapters.in.rest;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready as long as every store answers and the process is not about to end. */
@Readiness
@Singleton
class StoresReadiness implements AsyncHealthCheck {
    private final Health health;
    private final Departure departure;

    StoresReadiness(Health health, Departure departure) {
        this.health = health;
        this.departure = departure;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return health.check().map(this::response);
    }

    private HealthCheckResponse response(Map<String, Boolean> stores) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("stores");
        stores.forEach(response::withData);
        return response.status(!stores.containsValue(false) && !departure.isUnderWay())
                .build();
    }
}
