package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.adapters.out.vertx.VertxEventLoop;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The hot store as one process uses it: all ports on one connection for commands, beside the connections that wait.
 *
 * <p>Nothing is connected before the first call. Stages complete on the loop. Close it when nothing calls any more.
 */
public final class RedisStore {
    private static final String TASK_READERS = "workers";

    private final RedisLink link;
    private final BlockingReads reads;
    private final RedisMembers members;
    private final RedisBreakers breakers;
    private final RedisLiveState liveState;
    private final RedisTaskQueue tasks;
    private final RedisCompletionQueue completions;
    private final RedisUpkeep upkeep;
    private final RedisStrangers strangers;
    private final RedisWhereabouts whereabouts;
    private final RedisChannels channels;
    private final RedisEndSignals endSignals;
    private final RedisProgressSignals progressSignals;
    private final RedisRequestLimits requestLimits;

    public RedisStore(VertxEventLoop loop, RedisServer server, RedisShape shape) {
        this(loop, server, shape, MessageRules.DEFAULT);
    }

    public RedisStore(VertxEventLoop loop, RedisServer server, RedisShape shape, MessageRules rules) {
        link = new RedisLink(loop, server);
        reads = new BlockingReads(() -> new RedisLink(loop, server));
        Scripts scripts = new Scripts(link);
        Incarnations rebuilt = new Incarnations(scripts, shape.shards());
        Incarnations found = new Incarnations(scripts, shape.shards());
        members = new RedisMembers(scripts);
        breakers = new RedisBreakers(scripts::run);
        liveState = new RedisLiveState(rebuilt, shape, loop::now);
        GroupReader taskReader = new GroupReader(reads, link, loop, TASK_READERS);
        tasks = new RedisTaskQueue(found, shape, new TaskStarter(found, shape, taskReader, loop));
        GroupReader messageReader = new GroupReader(reads, link, loop, RedisCompletionQueue.GROUP);
        completions = new RedisCompletionQueue(rebuilt, scripts, shape, messageReader, loop, rules);
        strangers = new RedisStrangers(rebuilt, shape);
        upkeep = new RedisUpkeep(
                rebuilt,
                shape,
                members,
                new StoreIdentity(scripts, rebuilt, shape, UUID.randomUUID().toString()));
        whereabouts = new RedisWhereabouts(rebuilt, shape, loop);
        channels = new RedisChannels(loop, server);
        endSignals = new RedisEndSignals(channels, shape);
        progressSignals = new RedisProgressSignals(channels, shape);
        requestLimits = new RedisRequestLimits(scripts);
    }

    /** How long executions that ended leave a trace here, so that nothing late starts them again; two minutes if not said. */
    public RedisStore keepingEndedFor(Duration grace) {
        liveState.grace(grace);
        return this;
    }

    /** To be called at the start: fails with an IllegalStateException when the server is not fit for the purpose. */
    public CompletionStage<Void> check() {
        return new RedisFitness(link).check();
    }

    public RedisLiveState liveState() {
        return liveState;
    }

    public RedisTaskQueue tasks() {
        return tasks;
    }

    public RedisCompletionQueue completions() {
        return completions;
    }

    public RedisUpkeep upkeep() {
        return upkeep;
    }

    public RedisStrangers strangers() {
        return strangers;
    }

    public RedisWhereabouts whereabouts() {
        return whereabouts;
    }

    public RedisMembers members() {
        return members;
    }

    public RedisBreakers breakers() {
        return breakers;
    }

    public RedisEndSignals endSignals() {
        return endSignals;
    }

    public RedisProgressSignals progressSignals() {
        return progressSignals;
    }

    public RedisRequestLimits requestLimits() {
        return requestLimits;
    }

    /** Closes all connections; what is under way fails. */
    public void close() {
        channels.close();
        reads.close();
        link.close();
    }
}
