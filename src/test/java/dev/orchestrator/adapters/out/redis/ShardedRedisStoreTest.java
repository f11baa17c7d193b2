package dev.orchestrator.adapters.out.redis;

/** The contracts hold when the keys are divided into shards, too. */
class ShardedRedisStoreTest extends RedisStoreTest {
    @Override
    RedisShape shape() {
        return new RedisShape(2, 2);
    }
}
