package dev.orchestrator.domain.retention;

/**
 * Who is in a week.
 *
 * @param executions all of them
 * @param kept those that live, ended lately, or have an open dead letter
 */
public record Census(long executions, long kept) {}
