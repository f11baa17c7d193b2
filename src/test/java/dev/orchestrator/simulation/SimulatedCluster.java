package dev.orchestrator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.retention.RetentionRule;
import dev.orchestrator.ports.in.RunExecutions.Request;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.ports.out.Telemetry;
import dev.orchestrator.simulation.SimulatedProcess.Role;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import dev.orchestrator.twins.InMemoryLetterRetries;
import dev.orchestrator.twins.InMemoryRedis;
import dev.orchestrator.twins.InMemoryStore;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Several processes of the engine and their stores on one thread, with a clock of their own: one seed is one history.
 *
 * <p>Every start of a task is checked: what is journaled to have ended is never run again.
 */
public final class SimulatedCluster {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LANES = 4;

    public final VirtualLoop loop = new VirtualLoop();
    public final InMemoryStore store = new InMemoryStore();
    public final InMemoryRedis redis;
    public final RandomGenerator random;
    public final Ledger ledger;
    /** Every task that was started, in order. */
    public final List<Task> started = new ArrayList<>();

    final InMemoryLetterRetries.Table letterRetries = new InMemoryLetterRetries.Table();
    final Catalogue catalogue = new Catalogue();
    Duration latency = Duration.ZERO;
    Duration databaseLatency = Duration.ZERO;
    Telemetry telemetry = Telemetry.NONE;
    Fittings fittings = Fittings.NONE;
    int maxBatch = 64;
    long cacheBytes = 1_000_000;
    final Weather weather = new Weather();
    final Bugs bugs = new Bugs();
    /** When processes stop to show from memory what may have been removed; for processes made later. */
    public RetentionRule retention = RetentionRule.FOR_EVER;

    private long ids;
    private Duration ahead = Duration.ZERO;

    public SimulatedCluster(long seed) {
        this(seed, LANES);
    }

    public SimulatedCluster(long seed, int lanes) {
        this.random = new Random(seed);
        this.redis = new InMemoryRedis(() -> loop.now().plus(redisAhead()), lanes);
        this.ledger = new Ledger(store, catalogue);
    }

    private Duration redisAhead() {
        return ahead;
    }

    /** Sets the clock of the hot store, and of nobody else, forward, or back if negative. */
    public void setRedisClock(Duration by) {
        ahead = ahead.plus(by);
    }

    /** The longest that a message to a store, or its answer, takes; for processes made later. */
    public SimulatedCluster latency(Duration most) {
        latency = most;
        return this;
    }

    /** The longest that a message to the database takes, where that is another; for processes made later. */
    public SimulatedCluster databaseLatency(Duration most) {
        databaseLatency = most;
        return this;
    }

    /** What the processes made later count. */
    public SimulatedCluster telemetry(Telemetry counts) {
        telemetry = counts;
        return this;
    }

    /** What the ports of processes and workers made later are replaced by. */
    public SimulatedCluster fittings(Fittings replaced) {
        fittings = replaced;
        return this;
    }

    /** How much the processes made later keep in memory of executions. */
    public SimulatedCluster cacheBytes(long bytes) {
        cacheBytes = bytes;
        return this;
    }

    public SimulatedCluster maxBatch(int executions) {
        maxBatch = executions;
        return this;
    }

    public SimulatedProcess process(String name, Role... roles) {
        return new SimulatedProcess(this, name, roles).start(this);
    }

    /** A process with every role. */
    public SimulatedProcess whole(String name) {
        return process(name, Role.ORCHESTRATOR, Role.REAPER);
    }

    public SimulatedWorker worker(String name, Function<Task, Plan> plans) {
        return new SimulatedWorker(this, name, plans, this::started).start();
    }

    /** A worker whose starts are not checked here, for a run that somebody else judges. */
    public SimulatedWorker uncheckedWorker(String name, Function<Task, Plan> plans) {
        return new SimulatedWorker(this, name, plans, started::add).start();
    }

    private void started(Task task) {
        var node = ledger.state(task.execution()).node(task.node());
        assertThat(node.dispatch() == task.dispatch() && node.state() == NodeState.COMPLETED)
                .as("%s is started after its completion was journaled", task.key())
                .isFalse();
        if (task.atMostOnce()) {
            assertThat(node.dispatch() > task.dispatch() || node.state().isEnded() || node.started() != null)
                    .as("the start of %s is journaled", task.key())
                    .isTrue();
            assertThat(started.stream().map(Task::key))
                    .as("what was started at most once before")
                    .doesNotContain(task.key());
        }
        started.add(task);
    }

    /** Submits and triggers a definition. */
    public CompletionStage<Submitted> submit(SimulatedProcess api, Object definition) {
        return api.submissions.submit(new Request(definition, params(), null));
    }

    public static Map<String, Object> params() {
        return Map.of("value", 3, "flag", true, "text", "t", "items", List.of(Map.of("name", "n")));
    }

    /** A definition as the processes read it. */
    public Workflow read(Object definition) {
        return catalogue.read(definition);
    }

    ExecutionId nextId() {
        return new ExecutionId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | ++ids));
    }

    /** Lets time pass until this holds, an hour at most unless said otherwise. */
    public void until(String what, BooleanSupplier holds) {
        until(what, Duration.ofHours(1), holds);
    }

    public void until(String what, Duration most, BooleanSupplier holds) {
        long end = loop.nanoTime() + most.toNanos();
        loop.runUntilIdle();
        while (!holds.getAsBoolean()) {
            assertThat(loop.nanoTime())
                    .as(() -> "time passed until " + what + "; " + ledger.unfinished() + redis.rest())
                    .isLessThan(end);
            loop.advance(LOOK);
        }
        bugs.none();
    }

    /** From now on no process can read workflows of this name, unless it has read them before. */
    public void makeUnreadable(String workflow) {
        catalogue.unreadable.add(workflow);
    }

    public void makeReadable() {
        catalogue.unreadable.clear();
    }

    /** Errors that were logged on purpose, to be forgotten. */
    public List<String> expectedBugs() {
        return bugs.take();
    }

    /** The answer of a call, which must come. */
    public <T> T answer(CompletionStage<T> stage) {
        return outcome(stage).join();
    }

    /** A call that is over, one way or the other. */
    public <T> CompletableFuture<T> outcome(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        loop.runUntilIdle();
        while (!future.isDone()) {
            assertThat(loop.advanceToNextTimer())
                    .as("something may still bring the answer")
                    .isTrue();
        }
        return future;
    }

    /** Everything that runs comes to its end, and after that nothing is left in the hot store or to be done. */
    public void comesToRest() {
        comesToRest(Duration.ofHours(6));
    }

    public void comesToRest(Duration most) {
        until("every execution has ended", most, ledger::allEnded);
        until("the hot store is empty", Duration.ofMinutes(2), redis::isAtRest);
        until("all effects are confirmed", Duration.ofMinutes(2), ledger::noEffectsAreOpen);
        loop.advance(Duration.ofMinutes(3));
        assertThat(redis.rest().values()).as("what is left: " + redis.rest()).containsOnly(0);
        ledger.check();
    }

    /** What readers see is what the journal says. */
    public void showsTheTruth(SimulatedProcess api) {
        ledger.executions().forEach(id -> {
            var view = answer(api.reader.status(id)).orElseThrow();
            assertThat(view.version()).isEqualTo(ledger.state(id).version());
            assertThat(view.summary().status()).isEqualTo(ledger.state(id).status());
        });
    }
}
