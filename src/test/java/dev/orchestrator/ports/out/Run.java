package dev.orchestrator.ports.out;

import static java.util.Map.entry;

import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.domain.definition.Dag;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.ErrorCategory;
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
import dev.orchestrator.domain.execution.Decision.Accepted;
import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Redrive;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.domain.execution.Simulation;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** One execution as the application would drive it: commands in, changes of the hot state out. */
public final class Run {
    public static final Outcome DONE = new Outcome.Succeeded(JsonDocument.of("{\"a\":[1,\"é\"]}"));
    public static final Outcome FAILED =
            new Outcome.Failed(new Failure(ErrorCategory.RETRYABLE, "OOPS", "it went wrong"), null);

    private static final Decider DECIDER = new Decider(1_000_000);
    private static final Redrive REDRIVE = new Redrive();
    private static final WorkflowId WORKFLOW = new WorkflowId(new UUID(7, 7));

    private final Supplier<Instant> clock;
    private ExecutionState state;

    private Run(ExecutionId id, Workflow workflow, Supplier<Instant> clock) {
        this.clock = clock;
        this.state = DECIDER.submit(id, WORKFLOW, workflow, given()).state();
    }

    public static Run of(int number, Workflow workflow, Supplier<Instant> clock) {
        // Consecutive numbers fall into different lanes and shards.
        return new Run(new ExecutionId(new UUID(0x7000L, (number / 2L << 16) | number)), workflow, clock);
    }

    /** Takes nodes as {@code b<a,c}: node b after a and c; each is served by the queue of the letter it begins with, and
     * {@code o} may be started once. */
    public static Workflow workflow(String... nodes) {
        return workflow(OnFailure.FAIL_FAST, Duration.ofMinutes(15), nodes);
    }

    public static Workflow workflow(OnFailure onFailure, Duration queueTimeout, String... nodes) {
        List<Node> list =
                Arrays.stream(nodes).map(text -> node(text, queueTimeout)).toList();
        return new Workflow("test", new Dag(list), Duration.ofHours(1), onFailure);
    }

    private static Node node(String text, Duration queueTimeout) {
        String[] parts = text.split("<");
        List<NodeId> dependencies = parts.length < 2
                ? List.of()
                : Arrays.stream(parts[1].split(",")).map(NodeId::new).toList();
        RetryPolicy retry = new RetryPolicy(2, Duration.ofMillis(30), Duration.ofMillis(30), 0, RetryPolicy.DEFAULT_ON);
        return new Node(
                new NodeId(parts[0]),
                "handler-" + parts[0].charAt(0),
                dependencies,
                new Gate(TriggerRule.ALL_SUCCESS, null),
                Template.of(Map.ofEntries(entry("of", parts[0]), entry("text", "ü|\n\"x\""))),
                new Policy(
                        "q|" + parts[0].charAt(0),
                        retry,
                        Duration.ofSeconds(60),
                        queueTimeout,
                        parts[0].startsWith("o")));
    }

    public static String queue(String node) {
        return "q|" + node.charAt(0);
    }

    public ExecutionState state() {
        return state;
    }

    public ExecutionId id() {
        return state.id();
    }

    public Change trigger() {
        return decide(new Command.Trigger(Map.of(), new Simulation(42, true)));
    }

    public Change triggerWith(TraceContext trace) {
        return decide(new Command.Trigger(Map.of(), null, trace, null));
    }

    /** The same as a delta, as a process does that has decided submission and trigger. */
    public Change triggerAsDelta() {
        Change change = trigger();
        return new Change(
                Mode.DELTA,
                change.state(),
                change.baseVersion(),
                change.changed(),
                change.effects(),
                change.receipts());
    }

    public Change complete(String node, Outcome outcome, Receipt... receipts) {
        int dispatch = state.node(new NodeId(node)).dispatch();
        return decide(new Command.Complete(new NodeId(node), dispatch, outcome, Report.NONE), receipts);
    }

    public Change cancel() {
        return decide(new Command.Cancel("enough"));
    }

    public Change decide(Command command, Receipt... receipts) {
        return tryDecide(command, receipts).orElseThrow();
    }

    /** What the command changes; empty when it is rejected. */
    public Optional<Change> tryDecide(Command command, Receipt... receipts) {
        Decision decision = DECIDER.decide(state, command, given());
        if (!(decision instanceof Accepted accepted)) {
            return Optional.empty();
        }
        ExecutionState before = state;
        state = accepted.state();
        return Optional.of(new Change(
                before.status() == ExecutionStatus.RUNNING ? Mode.DELTA : Mode.RESTORE,
                state,
                before.version(),
                changed(accepted.events()),
                accepted.effects(),
                List.of(receipts)));
    }

    /** The whole, as a re-drive sends it. */
    public Change restore() {
        return new Change(Mode.RESTORE, state, 0, List.of(), REDRIVE.effects(state, Run::noOutput), List.of());
    }

    private static Set<NodeId> changed(List<Event> events) {
        Set<NodeId> nodes = new LinkedHashSet<>();
        events.forEach(event -> {
            if (event instanceof Event.OfNode node) {
                nodes.add(node.node());
            }
        });
        return nodes;
    }

    private Circumstances given() {
        return new Circumstances(clock.get(), 0, Run::noOutput);
    }

    private static Document noOutput(NodeId node, int dispatch) {
        throw new IllegalStateException("no template refers to an output");
    }
}
