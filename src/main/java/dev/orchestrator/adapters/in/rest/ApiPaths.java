package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.execution.ExecutionId;

/** The paths and tags that more than one class names. */
final class ApiPaths {
    /** On every class: JAX-RS looks at one class path only, and would say 404 where another class says 405. */
    static final String WORKFLOW = "/api/v1/workflow";

    static final String WORKFLOWS = "/api/v1/workflows";
    static final String DEAD_LETTERS = "/api/v1/admin/dlq";
    static final String QUARANTINE = "/api/v1/admin/quarantine";
    static final String BREAKERS = "/api/v1/admin/breakers";
    static final String RUN_TAG = "Executions";
    static final String CHECK_TAG = "Definitions";
    static final String ADMIN_TAG = "Administration";
    static final String NAMED_TAG = "Workflows";

    private ApiPaths() {}

    static String execution(ExecutionId id) {
        return WORKFLOW + "/" + id;
    }
}
