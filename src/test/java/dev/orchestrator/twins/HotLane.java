package dev.orchestrator.twins;

import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.ExecutionId;
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

    void add(long id, ExecutionId execution, Command command) {
        messages.put(id, new Message(execution, command));
    }

    boolean has(long id) {
        return messages.containsKey(id);
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
                result.add(new Delivery(new Receipt(source, Long.toString(id)), message.execution, message.command));
            }
        });
        return result;
    }

    private static final class Message {
        final ExecutionId execution;
        final Command command;

        @Nullable
        Instant readAt;

        Message(ExecutionId execution, Command command) {
            this.execution = execution;
            this.command = command;
        }

        boolean isDue(@Nullable Instant unacknowledgedSince) {
            return unacknowledgedSince == null
                    ? readAt == null
                    : readAt != null && !readAt.isAfter(unacknowledgedSince);
        }
    }
}
