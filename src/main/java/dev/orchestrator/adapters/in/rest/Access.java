package dev.orchestrator.adapters.in.rest;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which scope a request needs, by its method and path. What no rule names needs the greatest. */
final class Access {
    /** Whoever watches over the process has no key. */
    private static final Set<String> OPEN = Set.of("/health", "/health/live", "/health/ready", "/health/started");

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** A path that every layer reads alike: nothing encoded, no parameters, no empty or dotted steps. */
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?");

    private static final Pattern CHECKS = Pattern.compile("POST /api/v1/workflow/validate/?");
    private static final Pattern RUNS = Pattern.compile(
            "POST /api/v1/workflow/?|POST /api/v1/workflow/trigger/[^/]+/?|DELETE /api/v1/workflow/[^/]+/?"
                    + "|POST /api/v1/workflows/?|POST /api/v1/workflows/[^/]+/executions/?");
    private static final Pattern ADMINISTRATION = Pattern.compile("/api/v1/admin(/.*)?");

    private Access() {}

    /** Empty when the request needs no key. */
    static Optional<KeyScope> neededFor(String method, String path) {
        if (READING.contains(method) && OPEN.contains(path)) {
            return Optional.empty();
        }
        if (!PLAIN.matcher(path).matches() || ADMINISTRATION.matcher(path).matches()) {
            return Optional.of(KeyScope.ADMIN);
        }
        String request = method + " " + path;
        if (READING.contains(method) || CHECKS.matcher(request).matches()) {
            return Optional.of(KeyScope.READ);
        }
        return Optional.of(RUNS.matcher(request).matches() ? KeyScope.RUN : KeyScope.ADMIN);
    }
}
