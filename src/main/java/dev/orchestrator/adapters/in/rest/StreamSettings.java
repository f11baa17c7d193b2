package dev.orchestrator.adapters.in.rest;

import java.time.Duration;

/**
 * How event streams behave.
 *
 * @param heartbeat after so long without a word a comment is sent, so that nobody between takes the connection for dead
 * @param stall a client that takes nothing for so long is let go
 */
public record StreamSettings(Duration heartbeat, Duration stall) {}
