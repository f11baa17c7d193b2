package dev.orchestrator.adapters.out.redis;

import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.HotStore;
import dev.orchestrator.ports.out.HotStoreContract;
import dev.orchestrator.ports.out.Run;
import dev.orchestrator.ports.out.Task;
import io.vertx.redis.client.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prints what scripts cost: run by hand with {@code -Dtest=RedisBench}. Times are the server's own. */
class RedisBench extends HotStoreContract {
    private static final int COUNT = 5_000;

    private final RealHotStore hot = new RealHotStore(RedisShape.DEFAULT);

    @Override
    protected HotStore newStore() {
        return hot;
    }

    @AfterEach
    void close() {
        hot.close();
    }

    @Test
    void twoNodeWorkflows() {
        for (int round = 0; round < 2; round++) {
            int first = round * COUNT;
            List<Run> runs = IntStream.range(first, first + COUNT)
                    .mapToObj(i -> run(i, "a", "b<a"))
                    .toList();
            phase(
                    "apply (trigger)",
                    COUNT,
                    () -> all(runs.stream().map(run -> ports.live().apply(run.trigger()))));
            finishNodes(runs, "a", first);
            finishNodes(runs, "b", first);
        }
        assertAtRest();
    }

    private void finishNodes(List<Run> runs, String node, int first) {
        List<Task> tasks = new ArrayList<>();
        phase("start, per task, 50 a call", COUNT, () -> {
            for (int i = 0; i < COUNT / 50; i++) {
                tasks.addAll(take("w", 50, node));
            }
        });
        phase("beat, per task, 100 a call", COUNT, () -> {
            for (int i = 0; i < COUNT; i += 100) {
                store.get(ports.tasks()
                        .beat(
                                "w",
                                tasks.subList(i, i + 100).stream()
                                        .map(Task::key)
                                        .toList(),
                                LEASE));
            }
        });
        phase(
                "complete",
                COUNT,
                () -> all(tasks.stream().map(task -> ports.tasks().complete(task, Run.DONE, Report.NONE))));
        List<Delivery> deliveries = messages();
        phase(
                "apply (a node done, " + (node.equals("a") ? "the next sent)" : "ended)"),
                COUNT,
                () -> all(deliveries.stream().map(delivery -> {
                    int number = (int) (delivery.execution().value().getLeastSignificantBits() & 0xffff);
                    return ports.live().apply(runs.get(number - first).decide(delivery.command(), delivery.receipt()));
                })));
    }

    @Test
    void aWideFan() {
        int width = 10_000 - 1;
        String[] nodes = Stream.concat(
                        Stream.of("root"), IntStream.range(0, width).mapToObj(i -> "n" + i + "<root"))
                .toArray(String[]::new);
        Run run = run(1, nodes);
        applied(run.trigger());
        phase("apply (10,000 children sent)", 1, () -> applied(run.complete("root", Run.DONE)));
        phase("restore (10,000 open)", 1, () -> applied(run.restore()));
        phase("read (10,000 nodes)", 1, () -> store.get(ports.live().read(run.id())));
        phase("missing (10,000 open)", 1, () -> store.get(ports.upkeep().missing(List.of(run.id()))));
        phase("apply (end, 10,000 open)", 1, () -> applied(run.cancel()));
        assertAtRest();
    }

    private void all(Stream<? extends CompletionStage<?>> calls) {
        calls.toList().forEach(store::get);
    }

    private void phase(String what, int count, Runnable work) {
        double before = cpuMicros();
        long start = System.nanoTime();
        work.run();
        double micros = (System.nanoTime() - start) / 1e3;
        System.out.printf(
                "%-44s %10.1f us of Redis' CPU each, %10.1f us to the client%n",
                what, (cpuMicros() - before) / count, micros / count);
    }

    /** What the server's main thread has used; unlike the times in COMMANDSTATS not stretched by a busy machine. */
    private double cpuMicros() {
        String cpu = hot.call(Command.INFO, "cpu").toString();
        return 1e6
                * (Double.parseDouble(StoreIdentity.line(cpu, "used_cpu_user_main_thread:"))
                        + Double.parseDouble(StoreIdentity.line(cpu, "used_cpu_sys_main_thread:")));
    }
}
