package dev.orchestrator.bench;

import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.Command.Complete;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Outcome;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.in.RunExecutions.Request;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.out.Telemetry;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Measures how long the hot store takes to be whole again after it was emptied, on real stores:
 * {@code scripts/rebuild_bench}.
 */
public final class RebuildBench {
    private static final int AT_A_TIME = 512;
    private static final int FAN = 6;
    private static final String DEADLINES = "wf:{0}:deadlines";
    private static final Object CHAIN =
            Map.of("name", "chain", "dag", Map.of("nodes", List.of(node("a"), node("b", "a"), node("c", "b"))));
    private static final Object WIDE = wide();
    private static final String OUTPUT = "{\"text\":\"" + "x".repeat(1_000) + "\"}";

    private final BenchStores stores;
    private final List<BenchProcess> processes = new ArrayList<>();

    private RebuildBench(BenchStores stores) {
        this.stores = stores;
    }

    public static void main(String[] arguments) {
        int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        try (BenchStores stores = new BenchStores(Path.of("target", "rebuild-bench"))) {
            new RebuildBench(stores).run(most);
        }
        System.exit(0);
    }

    private void run(int most) {
        System.out.println(
                "| live executions | each | deciding processes | beside it | noticed | rebuilt after the wipe"
                        + " | Redis CPU | our CPU |");
        System.out.println("|--:|---|--:|---|--:|--:|--:|--:|");
        addProcesses(1);
        create(most / 5, CHAIN);
        measure(most / 5, "1 open of 3 nodes", false);
        measure(most / 5, "1 open of 3 nodes", false);
        create(most - most / 5, CHAIN);
        measure(most, "1 open of 3 nodes", false);
        measure(most, "1 open of 3 nodes", true);
        addProcesses(2);
        measure(most, "1 open of 3 nodes", false);
        round(most);
        List<ExecutionId> wide = create(most / 5, WIDE);
        wide.forEach(this::completeRoot);
        awaitAll(wide.size());
        measure(most + most / 5, most / 5 + " of them " + FAN + " open, 1 KB of output", false);
        round(most + most / 5);
        processes.forEach(BenchProcess::close);
    }

    private void addProcesses(int count) {
        for (int i = 0; i < count; i++) {
            BenchProcess process = new BenchProcess(stores, Telemetry.NONE);
            process.reconciler.start().toCompletableFuture().join();
            processes.add(process);
        }
    }

    private final Semaphore room = new Semaphore(AT_A_TIME);

    private List<ExecutionId> create(int count, Object definition) {
        List<CompletionStage<Submitted>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            room.acquireUninterruptibly();
            CompletionStage<Submitted> one =
                    processes.get(0).submissions.submit(new Request(definition, Map.of(), null));
            one.whenComplete((done, failure) -> room.release());
            all.add(one);
        }
        return all.stream()
                .map(one -> ((Submitted.Stored) one.toCompletableFuture().join()).execution())
                .toList();
    }

    private void completeRoot(ExecutionId id) {
        room.acquireUninterruptibly();
        Outcome done = new Outcome.Succeeded(JsonDocument.of(OUTPUT));
        processes
                .get(0)
                .commits
                .decide(id, new Complete(new NodeId("root"), 1, done, Report.NONE))
                .whenComplete((decision, failure) -> room.release());
    }

    private void awaitAll(int count) {
        room.acquireUninterruptibly(AT_A_TIME);
        room.release(AT_A_TIME);
        until(() -> true);
    }

    private void measure(int executions, String each, boolean loaded) {
        long open = stores.ask(Command.ZCARD, DEADLINES).toLong();
        double redisBefore = stores.redisSeconds();
        double ownBefore = ownSeconds();
        String before = incarnation();
        long start = System.nanoTime();
        stores.ask(Command.FLUSHALL);
        Load load = loaded ? new Load() : null;
        until(() -> !incarnation().isEmpty() && !incarnation().equals(before));
        double noticed = since(start);
        until(() -> stores.ask(Command.ZCARD, DEADLINES).toLong() >= open);
        double whole = since(start);
        String beside = load == null ? "idle" : load.end();
        System.out.printf(
                "| %,d | %s | %d | %s | %.1f s | **%.1f s** | %.1f s | %.1f s |%n",
                executions,
                each,
                processes.size(),
                beside,
                noticed,
                whole,
                stores.redisSeconds() - redisBefore,
                ownSeconds() - ownBefore);
        until(() -> stores.ask(Command.HGET, "wf:{0}:rebuild", "by") != null
                && stores.ask(Command.HGET, "wf:{0}:rebuild", "by").toString().isEmpty());
    }

    /** One whole look at all that run, as the reconciler makes it. */
    private void round(int executions) {
        stores.ask(Command.CONFIG, "RESETSTAT");
        stores.ask(Command.CONFIG, "SET", "slowlog-log-slower-than", "0");
        stores.ask(Command.CONFIG, "SET", "slowlog-max-len", "100000");
        stores.ask(Command.SLOWLOG, "RESET");
        double redisBefore = stores.redisSeconds();
        long start = System.nanoTime();
        BenchProcess process = processes.get(0);
        ExecutionId last = null;
        int missing = 0;
        List<ExecutionId> page;
        do {
            page = process.journal.running(last, 256).toCompletableFuture().join();
            missing += process.redis
                    .upkeep()
                    .missing(page)
                    .toCompletableFuture()
                    .join()
                    .size();
            last = page.isEmpty() ? null : page.get(page.size() - 1);
        } while (page.size() == 256);
        double seconds = since(start);
        double redis = stores.redisSeconds() - redisBefore;
        long[] micros = stores.ask(Command.SLOWLOG, "GET", "100000").stream()
                .filter(entry -> entry.get(3).get(0).toString().equalsIgnoreCase("evalsha"))
                .mapToLong(entry -> entry.get(2).toLong())
                .sorted()
                .toArray();
        stores.ask(Command.CONFIG, "SET", "slowlog-log-slower-than", "10000");
        System.out.printf(
                "reconciling round over %,d: %.1f s, %.2f s of Redis' CPU, %d missing; script calls p99 %.1f ms, max %.1f ms%n",
                executions,
                seconds,
                redis,
                missing,
                micros.length == 0 ? 0 : micros[(int) (micros.length * 0.99)] / 1e3,
                micros.length == 0 ? 0 : micros[micros.length - 1] / 1e3);
    }

    private String incarnation() {
        var found = stores.ask(Command.GET, "wf:{0}:inc");
        return found == null ? "" : found.toString();
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double ownSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1e3;
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static Map<String, Object> node(String id, String... dependencies) {
        return Map.of("id", id, "handler", "nobody", "dependencies", List.of(dependencies));
    }

    private static Object wide() {
        List<Object> nodes = new ArrayList<>(List.of(node("root")));
        IntStream.range(0, FAN)
                .forEach(i -> nodes.add(Map.of(
                        "id",
                        "n" + i,
                        "handler",
                        "nobody",
                        "dependencies",
                        List.of("root"),
                        "config",
                        Map.of("text", "{{ root.text }}"))));
        return Map.of("name", "wide", "dag", Map.of("nodes", nodes));
    }

    /** New executions, some at a time, while the store is rebuilt; counts how long each took to be answered. */
    private final class Load {
        private final List<Long> nanos = new ArrayList<>();
        private final Thread thread = new Thread(this::go);
        private volatile boolean ended;

        Load() {
            thread.start();
        }

        private void go() {
            while (!ended) {
                long start = System.nanoTime();
                create(16, CHAIN);
                nanos.add(System.nanoTime() - start);
            }
        }

        String end() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            nanos.sort(null);
            double seconds = nanos.stream().mapToLong(it -> it).sum() / 1e9;
            return "%.0f submissions/s, p50 %.0f ms, p99 %.0f ms"
                    .formatted(
                            16 * nanos.size() / seconds,
                            nanos.get(nanos.size() / 2) / 1e6,
                            nanos.get((int) (nanos.size() * 0.99)) / 1e6);
        }
    }
}
