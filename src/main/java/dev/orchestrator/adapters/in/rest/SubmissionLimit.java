package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.limit.RequestRate;

/**
 * How often a client may submit.
 *
 * @param proxies whose word about the client's address counts
 */
public record SubmissionLimit(boolean enabled, RequestRate rate, TrustedProxies proxies) {}
