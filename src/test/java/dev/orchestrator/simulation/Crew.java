package dev.orchestrator.simulation;

import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.SimulatedProcess.Role;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/** The processes and workers of a run: an API, two orchestrators and a reaper, and three workers. The dead are replaced. */
final class Crew {
    private static final List<Role[]> ROLES = List.of(
            new Role[0], new Role[] {Role.ORCHESTRATOR}, new Role[] {Role.ORCHESTRATOR}, new Role[] {Role.REAPER});
    private static final List<String> NAMES = List.of("api", "one", "two", "reaper");
    private static final int WORKERS = 3;

    final List<SimulatedProcess> processes = new ArrayList<>();
    final List<SimulatedWorker> workers = new ArrayList<>();
    private final SimulatedCluster cluster;
    private final RandomGenerator random;
    private final BiFunction<String, Task, Plan> plans;
    private final int slots;
    private int replaced;

    Crew(SimulatedCluster cluster, RandomGenerator random, int slots, BiFunction<String, Task, Plan> plans) {
        this.cluster = cluster;
        this.random = random;
        this.plans = plans;
        this.slots = slots;
        for (int i = 0; i < NAMES.size(); i++) {
            processes.add(process(i, ""));
        }
        for (int i = 0; i < WORKERS; i++) {
            workers.add(worker("w" + i));
        }
    }

    private SimulatedProcess process(int which, String suffix) {
        return new SimulatedProcess(cluster, NAMES.get(which) + suffix, ROLES.get(which)).launch();
    }

    private SimulatedWorker worker(String name) {
        return cluster.uncheckedWorker(name, task -> plans.apply(name, task)).slots(slots);
    }

    SimulatedProcess anyProcess() {
        return processes.get(random.nextInt(processes.size()));
    }

    SimulatedWorker anyWorker() {
        return workers.get(random.nextInt(workers.size()));
    }

    /** Puts another in the place of each that is dead. */
    void replaceTheDead() {
        for (int i = 0; i < processes.size(); i++) {
            if (processes.get(i).isDead()) {
                processes.set(i, process(i, "-" + ++replaced));
            }
        }
        for (int i = 0; i < workers.size(); i++) {
            if (workers.get(i).isDead()) {
                workers.set(i, worker("w" + i + "-" + ++replaced));
            }
        }
    }

    /** Everybody who still is to die does, everybody who sleeps wakes, and all are there. */
    void comeTogether() {
        processes.forEach(SimulatedProcess::wake);
        workers.forEach(SimulatedWorker::wake);
        processes.stream().filter(SimulatedProcess::isDoomed).forEach(process -> process.crashAfter(0));
        workers.stream().filter(SimulatedWorker::isDoomed).forEach(SimulatedWorker::crash);
        replaceTheDead();
    }
}
