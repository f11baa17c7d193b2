package dev.orchestrator.application.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.Dag;
import dev.orchestrator.domain.definition.Gate;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.OnFailure;
import dev.orchestrator.domain.definition.Policy;
import dev.orchestrator.domain.definition.RetryPolicy;
import dev.orchestrator.domain.definition.Template;
import dev.orchestrator.domain.definition.TriggerRule;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.Circumstances;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Decider;
import dev.orchestrator.domain.execution.Decision;
import dev.orchestrator.domain.execution.Effect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Redrive;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Breaker;
import dev.orchestrator.ports.out.BreakerWatch;
import dev.orchestrator.ports.out.Breakers;
import dev.orchestrator.ports.out.CompletionQueue;
import dev.orchestrator.ports.out.LiveState;
import dev.orchestrator.ports.out.Secrets;
import dev.orchestrator.ports.out.TaskWatch;
import dev.orchestrator.spi.TaskHandler;
import dev.orchestrator.twins.InMemoryRedis;
import dev.orchestrator.twins.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A worker on a virtual loop and the twin of the hot store, and one execution whose nodes it is to run. */
final class Bench {
    static final Duration LEASE = Duration.ofSeconds(24);
    static final Duration NODE_TIMEOUT = Duration.ofSeconds(60);
    static final Duration KEEP = Duration.ofMinutes(5);

    final VirtualLoop loop = new VirtualLoop();
    final InMemoryRedis redis = new InMemoryRedis(loop::now);
    final InMemoryRedis.Ports ports = redis.connect(loop);
    final Puppet puppet = new Puppet();
    final List<Command.Complete> completions = new ArrayList<>();
    private final Decider decider = new Decider(10_000);
    private final List<TaskHandler> handlers = new ArrayList<>(List.of(puppet));
    private Secrets secrets = Secrets.NONE;
    private TaskWatch watch = TaskWatch.NONE;
    private Breakers.@Nullable Rules rules;
    private Breakers breakers = ports.breakers();
    final List<String> breakerNews = new ArrayList<>();
    private ExecutionState state;
    private int executions;
    private boolean once;

    Bench() {
        await(ports.upkeep().identify());
    }

    Bench with(TaskHandler handler) {
        handlers.add(handler);
        return this;
    }

    Bench watchedBy(TaskWatch watcher) {
        watch = watcher;
        return this;
    }

    /** From now on workers ask the twin of the breakers. */
    Bench guardedBy(Breakers.Rules wanted) {
        return guardedBy(wanted, ports.breakers());
    }

    Bench guardedBy(Breakers.Rules wanted, Breakers asked) {
        rules = wanted;
        breakers = asked;
        return this;
    }

    Bench knowing(Map<String, String> secrets) {
        this.secrets = name -> Optional.ofNullable(secrets.get(name));
        return this;
    }

    /** Starts a worker that runs blocking handlers at once on the loop, unless another executor is given. */
    Worker worker(int slots) {
        return worker(slots, Runnable::run);
    }

    Worker worker(int slots, Executor blocking) {
        HandlerRegistry registry = HandlerRegistry.of(handlers);
        List<String> queues = new ArrayList<>(registry.names());
        queues.add("custom");
        WorkerSettings settings = new WorkerSettings("worker-1", slots, queues, LEASE, KEEP, 1_000);
        Codec codec = new Codec(Json.STORED::parse, Json::write);
        Worker worker = new Worker(settings, registry, codec, ports.tasks(), loop, blocking)
                .watchedBy(watch)
                .knowing(secrets);
        if (rules != null) {
            worker.guardedBy(breakers, rules, watchingBreakers());
        }
        worker.start();
        loop.runUntilIdle();
        return worker;
    }

    private BreakerWatch watchingBreakers() {
        return new BreakerWatch() {
            @Override
            public void deferred(String handler) {
                breakerNews.add(handler + " deferred");
            }

            @Override
            public void entered(String handler, Breaker.State state) {
                breakerNews.add(handler + " " + state);
            }
        };
    }

    /** Triggers an execution of so many nodes n0, n1, … without dependencies. */
    void trigger(int nodes, String handler) {
        trigger(nodes, handler, handler, Map.of("a", 1));
    }

    void trigger(int nodes, String handler, String queue, Map<String, Object> config) {
        trigger(nodes, handler, queue, config, null);
    }

    /** The same, of nodes that may be started once. */
    void triggerOnce(int nodes, String handler) {
        triggerOnce(nodes, handler, Map.of("a", 1));
    }

    void triggerOnce(int nodes, String handler, Map<String, Object> config) {
        once = true;
        trigger(nodes, handler, handler, config);
    }

    void trigger(int nodes, String handler, String queue, Map<String, Object> config, @Nullable TraceContext trace) {
        RetryPolicy retry =
                new RetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(30), 0, RetryPolicy.DEFAULT_ON);
        Policy policy = new Policy(queue, retry, NODE_TIMEOUT, Duration.ofMinutes(15), once);
        List<Node> all = IntStream.range(0, nodes)
                .mapToObj(i -> new Node(
                        new NodeId("n" + i),
                        handler,
                        List.of(),
                        new Gate(TriggerRule.ALL_SUCCESS, null),
                        Template.of(config),
                        policy))
                .toList();
        Workflow workflow = new Workflow("bench", new Dag(all), Duration.ofDays(1), OnFailure.CONTINUE);
        state = decider.submit(
                        new ExecutionId(new UUID(1, ++executions)), new WorkflowId(new UUID(2, 2)), workflow, given())
                .state();
        decide(new Command.Trigger(Map.of(), null, trace, null));
    }

    /** Decides, as an orchestrator would, and applies what follows. */
    void decide(Command command) {
        Decision decision = decider.decide(state, command, given());
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        Decision.Accepted accepted = (Decision.Accepted) decision;
        apply(LiveState.Mode.DELTA, accepted.state(), accepted.effects());
        state = accepted.state();
    }

    /** Sends everything open once more, as after a loss of the store. */
    void restore() {
        apply(LiveState.Mode.RESTORE, state, new Redrive().effects(state, given().outputs()));
    }

    private void apply(LiveState.Mode mode, ExecutionState next, List<Effect> effects) {
        List<NodeId> changed =
                next.workflow().dag().nodes().stream().map(Node::id).toList();
        LiveState.Change change = new LiveState.Change(mode, next, state.version(), changed, effects, List.of());
        assertThat(await(ports.live().apply(change))).isEqualTo(LiveState.Reply.APPLIED);
    }

    /** What workers have asked for since the last time; nothing else may have been said. */
    List<Command.Start> starts() {
        loop.runUntilIdle();
        return await(ports.completions().read("bench", List.of(0, 1, 2, 3), 1_000, Duration.ZERO)).stream()
                .map(delivery -> (Command.Start) delivery.command())
                .toList();
    }

    /** What workers have reported since the last time. */
    List<Outcome> outcomes() {
        loop.runUntilIdle();
        List<CompletionQueue.Delivery> read =
                await(ports.completions().read("bench", List.of(0, 1, 2, 3), 1_000, Duration.ZERO));
        completions.clear();
        read.forEach(delivery -> completions.add((Command.Complete) delivery.command()));
        return completions.stream().map(Command.Complete::outcome).toList();
    }

    /** Under which spans workers have reported since the last time. */
    List<@Nullable TraceContext> traces() {
        loop.runUntilIdle();
        List<@Nullable TraceContext> traces = new ArrayList<>();
        await(ports.completions().read("bench", List.of(0, 1, 2, 3), 1_000, Duration.ZERO))
                .forEach(delivery -> traces.add(delivery.trace()));
        return traces;
    }

    <T> T await(CompletionStage<T> stage) {
        loop.runUntilIdle();
        return stage.toCompletableFuture().getNow(null);
    }

    private Circumstances given() {
        return new Circumstances(loop.now(), 0, (node, dispatch) -> {
            throw new IllegalStateException("no output is needed");
        });
    }
}
