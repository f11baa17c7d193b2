package dev.orchestrator.domain.execution;

/** Why a node did not run. */
public enum SkipReason {
    /** Its condition was false. */
    CONDITION_FALSE,
    /** Everything it depends on was skipped. */
    UPSTREAM_SKIPPED,
    /** Its trigger rule did not hold. */
    RULE_NOT_MET
}
