package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the params of a trigger out of a body. */
final class Params {
    private static final String FIELD = "params";

    private Params() {}

    /** The params of a body, empty when it names none. */
    static Map<String, Object> of(@Nullable Object body) {
        if (!(body instanceof Map<?, ?> object)) {
            throw Refusals.invalid("", "The body is not an object", "Send {\"params\": {…}} or no body")
                    .asException();
        }
        Object params = object.get(FIELD);
        if (params == null) {
            return Map.of();
        }
        if (!(params instanceof Map<?, ?> map)) {
            throw Refusals.invalid("/params", "The params are not an object", "Send an object of named values")
                    .asException();
        }
        return copy(map);
    }

    static boolean isGiven(@Nullable Object body) {
        return body instanceof Map<?, ?> object && object.containsKey(FIELD);
    }

    /** The body without its params: the definition alone. */
    static @Nullable Object without(@Nullable Object body) {
        if (!isGiven(body) || !(body instanceof Map<?, ?> object)) {
            return body;
        }
        Map<String, Object> rest = copy(object);
        rest.remove(FIELD);
        return rest;
    }

    /** What the body of a trigger says that nothing reads. */
    static List<Problem> unread(@Nullable Object body) {
        return body instanceof Map<?, ?> object
                ? object.keySet().stream()
                        .map(String::valueOf)
                        .filter(name -> !name.equals(FIELD))
                        .map(name -> warning("/" + name.replace("~", "~0").replace("/", "~1"), name))
                        .toList()
                : List.of();
    }

    static Problem neverUsed() {
        return new Problem(
                "/params",
                Problem.Code.UNKNOWN_FIELD,
                "The params are not used: the request does not trigger the execution",
                "Add ?trigger=true, or send them with the trigger");
    }

    private static Problem warning(String path, String name) {
        return new Problem(
                path, Problem.Code.UNKNOWN_FIELD, "Nothing reads the field '" + name + "'", "Put it into 'params'");
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>(map.size() * 2);
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
