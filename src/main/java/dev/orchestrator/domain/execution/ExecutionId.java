package dev.orchestrator.domain.execution;

import java.util.UUID;

/** Identifies an execution. A UUID of version 7: it sorts by the time of submission. */
public record ExecutionId(UUID value) implements Comparable<ExecutionId> {
    public static ExecutionId of(String text) {
        return new ExecutionId(UUID.fromString(text));
    }

    /** Orders as PostgreSQL orders uuid: by unsigned bytes. {@link UUID#compareTo} is signed and would differ. */
    @Override
    public int compareTo(ExecutionId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
