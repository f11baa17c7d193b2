package dev.orchestrator.ports.out;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.TraceContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a line in the log is about. Given as a parameter of the line, its fields become fields of the line and its cause
 * the line's exception; the message need not name it. An {@link ExecutionId} or a {@link Task.Key} as a parameter does
 * the same in small.
 *
 * @param fields names and values in order; ids and words only, never data of users
 */
public record Subject(Map<String, String> fields, @Nullable Throwable cause) {
    public static final String EXECUTION = "execution_id";
    public static final String NODE = "node_id";
    public static final String ATTEMPT = "attempt";
    public static final String DISPATCH = "dispatch";
    public static final String HANDLER = "handler";
    public static final String WORKER = "worker";
    public static final String TRACE = "trace_id";
    public static final String SPAN = "span_id";

    public static Subject of(ExecutionId execution) {
        return new Subject(new LinkedHashMap<>(), null).with(EXECUTION, execution.toString());
    }

    public static Subject of(Task.Key key) {
        return of(key.execution()).with(key.node()).with(DISPATCH, Integer.toString(key.dispatch()));
    }

    public static Subject of(Task task) {
        return of(task.key())
                .with(ATTEMPT, Integer.toString(task.attempt()))
                .with(HANDLER, task.handler())
                .with(task.trace());
    }

    public Subject with(NodeId node) {
        return with(NODE, node.value());
    }

    public Subject with(@Nullable TraceContext trace) {
        return trace == null ? this : with(TRACE, trace.traceId()).with(SPAN, trace.spanId());
    }

    public Subject with(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Subject(more, cause);
    }

    public Subject because(@Nullable Throwable failure) {
        return new Subject(fields, failure);
    }

    /** Short enough for the head of a line of text: {@code <execution>/<node>#<dispatch>}. */
    public String brief() {
        String node = fields.get(NODE);
        String dispatch = fields.get(DISPATCH);
        return fields.getOrDefault(EXECUTION, "")
                + (node == null ? "" : "/" + node)
                + (dispatch == null ? "" : "#" + dispatch);
    }
}
