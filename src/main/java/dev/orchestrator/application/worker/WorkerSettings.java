package dev.orchestrator.application.worker;

import java.time.Duration;
import java.util.List;

/**
 * How a worker works.
 *
 * @param name of this worker, unique among all that live
 * @param slots how many tasks it runs at the same time, at least 1
 * @param queues where it takes tasks from
 * @param lease how long a task is its own without a beat
 * @param keepReports how long it goes on sending a report that the store does not take
 * @param largestOutput of a task, in bytes of its JSON text
 */
public record WorkerSettings(
        String name, int slots, List<String> queues, Duration lease, Duration keepReports, int largestOutput) {
    public static final int DEFAULT_SLOTS = 64;
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(25);
    /** As long as Redis may be away before results are lost and their tasks run again. */
    public static final Duration DEFAULT_KEEP_REPORTS = Duration.ofMinutes(15);

    public static final int DEFAULT_LARGEST_OUTPUT = 256 * 1024;

    public WorkerSettings {
        if (slots < 1 || lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("a worker needs a slot and a lease: " + slots + ", " + lease);
        }
        queues = List.copyOf(queues);
    }

    public static WorkerSettings of(String name, List<String> queues) {
        return new WorkerSettings(
                name, DEFAULT_SLOTS, queues, DEFAULT_LEASE, DEFAULT_KEEP_REPORTS, DEFAULT_LARGEST_OUTPUT);
    }

    public WorkerSettings withSlots(int count) {
        return new WorkerSettings(name, count, queues, lease, keepReports, largestOutput);
    }

    public WorkerSettings withLease(Duration time) {
        return new WorkerSettings(name, slots, queues, time, keepReports, largestOutput);
    }
}
