package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import dev.orchestrator.ports.out.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A completion stream with its one group of readers. */
final class HotLane {
    private final TreeMap<Long, Message> messages = new TreeMap<>();

    HotLane copy() {
        HotLane copy = new HotLane();
        messages.forEach((id, message) -> copy.messages.put(id, message.copy()));
        return copy;
    }

    void add(long id, Message message) {
        messages.put(id, message);
    }

    boolean hasAnyOf(ExecutionId execution) {
        return messages.values().stream().anyMatch(message -> message.execution.equals(execution));
    }

    boolean has(long id) {
        return messages.containsKey(id);
    }

    /** When a message that is still there was said. */
    @Nullable
    Instant saidAt(long id) {
        Message message = messages.get(id);
        return message == null ? null : message.at;
    }

    void acknowledge(long id) {
        messages.remove(id);
    }

    int size() {
        return messages.size();
    }

    int pending() {
        return (int) messages.values().stream()
                .filter(message -> message.readAt != null)
                .count();
    }

    void forgetReaders() {
        messages.values().forEach(message -> message.readAt = null);
    }

    /** Delivers, and marks as read now, what nobody has read or acknowledged since the given time (null: never read). */
    List<Delivery> deliver(String source, @Nullable Instant unacknowledgedSince, Instant now, int limit) {
        List<Delivery> result = new ArrayList<>();
        messages.forEach((id, message) -> {
            if (result.size() < limit && message.isDue(unacknowledgedSince)) {
                message.readAt = now;
                Receipt receipt = new Receipt(source, Long.toString(id));
                result.add(new Delivery(receipt, message.execution, message.command, message.trace));
            }
        });
        return result;
    }

    static final class Message {
        private final ExecutionId execution;
        private final Command command;
        private final @Nullable TraceContext trace;
        private final Instant at;

        @Nullable
        private Instant readAt;

        Message(ExecutionId execution, Command command, @Nullable TraceContext trace, Instant at) {
            this.execution = execution;
            this.command = command;
            this.trace = trace;
            this.at = at;
        }

        Message copy() {
            Message copy = new Message(execution, command, trace, at);
            copy.readAt = readAt;
            return copy;
        }

        boolean isDue(@Nullable Instant unacknowledgedSince) {
            return unacknowledgedSince == null
                    ? readAt == null
                    : readAt != null && !readAt.isAfter(unacknowledgedSince);
        }
    }
}
