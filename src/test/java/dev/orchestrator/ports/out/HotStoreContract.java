package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.LiveState.Change;
import dev.orchestrator.ports.out.LiveState.Reply;
import dev.orchestrator.ports.out.TaskQueue.Demand;
import dev.orchestrator.twins.InMemoryRedis.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of the hot store's ports share: a store, one process, and short words for its calls. */
public abstract class HotStoreContract {
    protected static final Duration LEASE = Duration.ofSeconds(25);
    protected static final Duration AT_ONCE = Duration.ZERO;
    protected static final Duration PATIENT = Duration.ofSeconds(20);

    protected HotStore store;
    protected Ports ports;

    protected abstract HotStore newStore();

    @BeforeEach
    protected void open() {
        store = newStore();
        ports = store.connect();
        assertThat(store.get(ports.upkeep().identify()))
                .as("a fresh store is new")
                .isTrue();
    }

    protected Run run(int number, String... nodes) {
        return run(number, Run.workflow(nodes));
    }

    protected Run run(int number, Workflow workflow) {
        return Run.of(number, workflow, store::now);
    }

    protected Reply apply(Change change) {
        return store.get(ports.live().apply(change));
    }

    protected void applied(Change change) {
        assertThat(apply(change)).isEqualTo(Reply.APPLIED);
    }

    /** Takes what is there, for at most so many slots, from the queues of these nodes. */
    protected List<Task> take(String worker, int slots, String... nodes) {
        return take(worker, slots, LEASE, nodes);
    }

    protected List<Task> take(String worker, int slots, Duration lease, String... nodes) {
        return store.get(ports.tasks().take(demand(worker, slots, lease, AT_ONCE, nodes)));
    }

    protected static Demand demand(String worker, int slots, Duration lease, Duration patience, String... nodes) {
        return new Demand(
                worker, Arrays.stream(nodes).map(Run::queue).distinct().toList(), slots, lease, patience);
    }

    protected Task takeOne(String worker, String node) {
        List<Task> tasks = take(worker, 1, node);
        assertThat(tasks).hasSize(1);
        return tasks.get(0);
    }

    /** How many leases and queue timeouts one look with this limit takes back. */
    protected int reclaimed(int limit) {
        return store.get(ports.upkeep().reclaim(limit, PATIENT)).found();
    }

    protected List<Delivery> messages() {
        List<Delivery> all = new ArrayList<>();
        List<Integer> lanes =
                IntStream.range(0, ports.completions().lanes()).boxed().toList();
        List<Delivery> some = store.get(ports.completions().read("reader", lanes, 4_000, AT_ONCE));
        while (!some.isEmpty()) {
            all.addAll(some);
            some = store.get(ports.completions().read("reader", lanes, 4_000, AT_ONCE));
        }
        return all;
    }

    protected Delivery message() {
        List<Delivery> messages = messages();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    protected LiveNode live(Run run, String node) {
        return store.get(ports.live().read(run.id())).orElseThrow().nodes().get(new NodeId(node));
    }

    protected static List<String> nodes(List<Task> tasks) {
        return tasks.stream().map(task -> task.node().value()).toList();
    }

    protected void assertAtRest() {
        assertThat(store.rest())
                .allSatisfy((kind, count) -> assertThat(count).as(kind).isZero());
    }
}
