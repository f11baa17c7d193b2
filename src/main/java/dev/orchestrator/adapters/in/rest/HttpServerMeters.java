package dev.orchestrator.adapters.in.rest;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Lets the API and the management server be measured side by side. Quarkus tags the meters of a server by its port, but
 * not where the port was given as 0. Prometheus takes one set of tags for a name only, and its refusal of the second
 * server would keep the start from ever ending.
 */
@Singleton
class HttpServerMeters {
    private static final String PORT = "server.port";

    @Produces
    @Singleton
    MeterFilter everyServerHasAPort() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return isOfServer(id.getName()) && id.getTag(PORT) == null ? id.withTag(Tag.of(PORT, "any")) : id;
            }
        };
    }

    /** Requests themselves are measured by method, path and status, without a port. */
    private static boolean isOfServer(String meter) {
        return meter.startsWith("http.server.bytes.")
                || meter.startsWith("http.server.active.")
                || (meter.startsWith("http.server.") && meter.endsWith(".connections"));
    }
}
