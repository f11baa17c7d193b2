package dev.orchestrator.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of an execution.
 *
 * @param definition with a name of its own, so that what is stored can be told apart
 * @param params for a trigger of its own; null when the submission triggers
 * @param expected how it ends when no fault strikes; null when anything goes
 * @param cancelAfter so long after the submission; null for no cancel
 * @param retryNode whose dead letter is retried; null for none
 */
public record Order(
        ObjectNode definition,
        @Nullable Map<String, Object> params,
        @Nullable ExecutionStatus expected,
        @Nullable Duration cancelAfter,
        @Nullable String retryNode) {
    public static Order of(ObjectNode definition, @Nullable ExecutionStatus expected) {
        return new Order(definition, null, expected, null, null);
    }

    public String name() {
        return definition.path("name").asText();
    }

    Order with(Map<String, Object> newParams) {
        return new Order(definition, newParams, expected, cancelAfter, retryNode);
    }

    /** A cancel may come in time or too late. */
    Order cancelledAfter(Duration time) {
        return new Order(definition, params, null, time, retryNode);
    }

    Order retrying(String node) {
        return new Order(definition, params, null, cancelAfter, node);
    }
}
