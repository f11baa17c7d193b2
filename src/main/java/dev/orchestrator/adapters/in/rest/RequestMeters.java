package dev.orchestrator.adapters.in.rest;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;

/** Keeps clients from making a new series of each wrong path or invented method. */
@Singleton
class RequestMeters {
    private static final String REQUESTS = "http.server.requests";
    private static final String URI = "uri";
    private static final String METHOD = "method";
    /** Quarkus tags these with the path as it came: no resource was found that could give its template. */
    private static final Set<String> UNMATCHED = Set.of("400", "405", "413", "414", "429", "431");

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Produces
    @Singleton
    MeterFilter wrongRequestsShareOneSeries() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals(REQUESTS) ? bounded(id) : id;
            }
        };
    }

    private static Meter.Id bounded(Meter.Id id) {
        Meter.Id result = METHODS.contains(tag(id, METHOD)) ? id : id.replaceTags(with(id, METHOD, "OTHER"));
        boolean isWrong = UNMATCHED.contains(tag(id, "status")) && !MethodsOfPaths.isTemplate(tag(id, URI));
        return isWrong ? result.replaceTags(with(result, URI, "UNMATCHED")) : result;
    }

    private static Iterable<Tag> with(Meter.Id id, String name, String value) {
        return id.getTags().stream()
                .map(tag -> tag.getKey().equals(name) ? Tag.of(name, value) : tag)
                .toList();
    }

    private static String tag(Meter.Id id, String name) {
        String value = id.getTag(name);
        return value == null ? "" : value;
    }
}
