package dev.orchestrator.adapters.out.redis;

import java.time.Duration;

/**
 * What is done about messages that are no good.
 *
 * @param largestOutput bytes of an output; one that is larger fails its node, whoever sent it
 * @param newerWaits how long a message of a newer release waits for a process that reads it, before it is given up
 */
public record MessageRules(int largestOutput, Duration newerWaits) {
    public static final MessageRules DEFAULT = new MessageRules(262_144, Duration.ofMinutes(10));
}
