package dev.orchestrator.domain.definition;

import java.util.regex.Pattern;

/** The name of a node, unique within its workflow and safe to use in keys, paths and templates. */
public record NodeId(String value) implements Comparable<NodeId> {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,127}");

    public NodeId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a node id: " + value);
        }
    }

    /** Tells whether the text has the shape of a node id; says nothing of reserved names. */
    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
