package dev.orchestrator.domain.definition;

/**
 * The sizes that a definition may have.
 *
 * @param configBytes of one node's config as JSON text in UTF-8
 */
public record Limits(int nodes, int edges, int depth, int configBytes) {
    /** What a stored definition is read with: it was checked when it was stored. */
    public static final Limits NONE =
            new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
}
