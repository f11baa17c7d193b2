package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.execution.ExecutionId;

/**
 * How the hot state is divided. Fixed at installation: with another shape nothing would be found again.
 *
 * @param shards how many groups of keys that may live on different servers, at least 1
 * @param lanes completion streams in each shard, at least 1
 */
public record RedisShape(int shards, int lanes) {
    public static final RedisShape DEFAULT = new RedisShape(1, 4);
    /** Shard and lane come from different bits of the id, else every shard would use one lane only. */
    private static final int SHARD_BITS = 16;

    private static final int MASK = 0xffff;

    public RedisShape {
        if (shards < 1 || shards > MASK || lanes < 1 || lanes > MASK) {
            throw new IllegalArgumentException("shards and lanes must be from 1 to " + MASK);
        }
    }

    int shardOf(ExecutionId execution) {
        return (int) (execution.value().getLeastSignificantBits() >>> SHARD_BITS & MASK) % shards;
    }

    /** The lane within its shard; scripts compute the same from the last four digits of the id. */
    int laneOf(ExecutionId execution) {
        return (int) (execution.value().getLeastSignificantBits() & MASK) % lanes;
    }

    int allLanes() {
        return shards * lanes;
    }
}
