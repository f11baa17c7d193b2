package dev.orchestrator.simulation;

import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.twins.InMemoryRedis;
import java.util.random.RandomGenerator;

/** Replaces ports of simulated processes on their way into the application, so that a test can watch or spoil them. */
public interface Fittings {
    Fittings NONE = new Fittings() {};

    default Journal journal(Journal real) {
        return real;
    }

    default InMemoryRedis.Ports ports(InMemoryRedis.Ports real) {
        return real;
    }

    default InMemoryRedis.Ports workerPorts(String worker, InMemoryRedis.Ports real) {
        return real;
    }

    /** What jitter is drawn from. */
    default RandomGenerator chance(RandomGenerator real) {
        return real;
    }
}
