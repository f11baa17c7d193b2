package dev.orchestrator.domain.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the data of an execution that a template or condition names, such as {@code users.items[0].name}.
 *
 * @param root a node's id, {@code params} or {@code execution}
 * @param path the steps into the value: a {@code String} for a member, an {@code Integer} for a list position
 * @param fallback what to use when nothing is there; {@link #NO_FALLBACK} when the template gives none
 */
public record Reference(String root, List<Object> path, @Nullable Object fallback) {
    public static final Object NO_FALLBACK = new Object() {
        @Override
        public String toString() {
            return "(none)";
        }
    };
    public static final String PARAMS = "params";
    public static final String EXECUTION = "execution";

    public Reference {
        path = List.copyOf(path);
    }

    /** The node whose output is meant, or null for {@code params} and {@code execution}. */
    public @Nullable NodeId node() {
        return root.equals(PARAMS) || root.equals(EXECUTION) ? null : new NodeId(root);
    }
}
