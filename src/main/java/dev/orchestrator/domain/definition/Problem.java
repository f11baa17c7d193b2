package dev.orchestrator.domain.definition;

/**
 * Something wrong with a definition.
 *
 * @param path where, as a JSON pointer into what the user sent
 * @param code what kind
 * @param message what is wrong, naming the value
 * @param hint what to do about it
 */
public record Problem(String path, Code code, String message, String hint) {
    /** The codes, in the order in which the first one names the answer. */
    public enum Code {
        /** The shape is wrong: a field is missing or of the wrong type. */
        VALIDATION_ERROR,
        /** A size is over its limit. */
        LIMIT_EXCEEDED,
        EMPTY_WORKFLOW,
        DUPLICATE_NODE_ID,
        INVALID_NODE_REFERENCE,
        CYCLIC_DEPENDENCY,
        INVALID_TEMPLATE,
        INVALID_CONDITION,
        INVALID_CONFIG,
        /** Not an error: a field that nothing reads. */
        UNKNOWN_FIELD
    }
}
