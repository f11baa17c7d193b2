package dev.orchestrator.adapters.in.rest;

import io.vertx.ext.web.RoutingContext;

/**
 * Who sent a request.
 *
 * @param name of the API key; empty where no key is needed
 */
record Caller(String name) {
    private static final String ATTRIBUTE = Caller.class.getName();
    private static final Caller ANYONE = new Caller("");

    static Caller of(RoutingContext request) {
        Caller known = request.get(ATTRIBUTE);
        return known == null ? ANYONE : known;
    }

    void sent(RoutingContext request) {
        request.put(ATTRIBUTE, this);
    }
}
