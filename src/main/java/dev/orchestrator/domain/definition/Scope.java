package dev.orchestrator.domain.definition;

import org.jspecify.annotations.Nullable;

/** The data that templates and conditions of one execution may see. Values are JSON as JDK types. */
@FunctionalInterface
public interface Scope {
    /** What {@link #root} answers when there is nothing of that name: the node was skipped, failed or has not run. */
    Object MISSING = new Object() {
        @Override
        public String toString() {
            return "(missing)";
        }
    };

    /** The whole value under a root name ({@code params}, {@code execution} or a node's id), or {@link #MISSING}. */
    @Nullable
    Object root(String name);
}
