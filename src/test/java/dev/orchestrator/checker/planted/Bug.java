package dev.orchestrator.checker.planted;

import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.simulation.Fittings;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.twins.InMemoryRedis;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** A mistake that an engine could have, where it is planted, what it needs to show itself, and the rule that must name it. */
final class Bug {
    static final Bug NONE = new Bug("none", "");

    final String name;
    final String rule;
    Trouble trouble = Trouble.NONE;
    UnaryOperator<ReadExecutions> reader = UnaryOperator.identity();
    /** How the engine reads a definition. */
    UnaryOperator<Map<String, Object>> misreads = UnaryOperator.identity();

    private BiFunction<SimulatedCluster, Journal, Journal> journal = (cluster, real) -> real;
    private BiFunction<SimulatedCluster, InMemoryRedis.Ports, InMemoryRedis.Ports> ports = (cluster, real) -> real;
    private BiFunction<SimulatedCluster, InMemoryRedis.Ports, InMemoryRedis.Ports> workerPorts =
            (cluster, real) -> real;
    private UnaryOperator<RandomGenerator> chance = UnaryOperator.identity();

    /** What happens during a run besides the load; nothing of it may break a promise. */
    enum Trouble {
        NONE,
        /** A process ends without a word at some step; another takes its place. */
        CRASH,
        /** The journal takes nothing for some seconds. */
        OUTAGE,
        /** The same, and a process ends without a word in its midst. */
        CRASH_IN_OUTAGE,
        /** A worker stands still for longer than a lease. */
        STOPPED_WORKER,
        /** Messages that were read come again. */
        REDELIVERY,
        /** The hot store loses everything. */
        WIPE
    }

    Bug(String name, String rule) {
        this.name = name;
        this.rule = rule;
    }

    Bug under(Trouble needed) {
        trouble = needed;
        return this;
    }

    Bug journal(String method, Spoiled.Way<Journal> way) {
        return journal((cluster, real) -> Spoiled.port(Journal.class, real, method, way));
    }

    Bug journal(BiFunction<SimulatedCluster, Journal, Journal> spoil) {
        journal = spoil;
        return this;
    }

    <T> Bug port(Class<T> type, String method, Spoiled.Way<T> way) {
        ports = (cluster, all) -> Spoiled.replaced(all, type, real -> Spoiled.port(type, real, method, way));
        return this;
    }

    Bug ports(BiFunction<SimulatedCluster, InMemoryRedis.Ports, InMemoryRedis.Ports> spoil) {
        ports = spoil;
        return this;
    }

    <T> Bug workerPort(Class<T> type, String method, Function<SimulatedCluster, Spoiled.Way<T>> way) {
        workerPorts = (cluster, all) ->
                Spoiled.replaced(all, type, real -> Spoiled.port(type, real, method, way.apply(cluster)));
        return this;
    }

    Bug reader(UnaryOperator<ReadExecutions> spoil) {
        reader = spoil;
        return this;
    }

    Bug chance(UnaryOperator<RandomGenerator> spoil) {
        chance = spoil;
        return this;
    }

    Bug misreads(UnaryOperator<Map<String, Object>> definition) {
        misreads = definition;
        return this;
    }

    Fittings in(SimulatedCluster cluster) {
        return new Fittings() {
            @Override
            public Journal journal(Journal real) {
                return journal.apply(cluster, real);
            }

            @Override
            public InMemoryRedis.Ports ports(InMemoryRedis.Ports real) {
                return ports.apply(cluster, real);
            }

            @Override
            public InMemoryRedis.Ports workerPorts(String worker, InMemoryRedis.Ports real) {
                return workerPorts.apply(cluster, real);
            }

            @Override
            public RandomGenerator chance(RandomGenerator real) {
                return chance.apply(real);
            }
        };
    }
}
