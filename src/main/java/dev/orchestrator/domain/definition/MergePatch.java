package dev.orchestrator.domain.definition;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON merge patch (RFC 7396): members of objects are merged, null removes one, everything else replaces. */
final class MergePatch {
    private MergePatch() {}

    /** The patched value; neither argument is changed. As deep as the patch, whose depth has been checked. */
    static @Nullable Object apply(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Map<?, ?> changes)) {
            return patch;
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        if (target instanceof Map<?, ?> present) {
            present.forEach((name, value) -> result.put(String.valueOf(name), value));
        }
        changes.forEach((name, change) -> {
            if (change == null) {
                result.remove(String.valueOf(name));
            } else {
                result.put(String.valueOf(name), apply(result.get(String.valueOf(name)), change));
            }
        });
        return result;
    }
}
