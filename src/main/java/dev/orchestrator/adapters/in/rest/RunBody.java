package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the body of a run says beside its params. */
final class RunBody {
    private static final String VERSION = "version";

    private RunBody() {}

    /** The version that is asked for; null for the latest. */
    static @Nullable Integer version(@Nullable Object body) {
        Object version = body instanceof Map<?, ?> object ? object.get(VERSION) : null;
        if (version == null) {
            return null;
        }
        if (version instanceof Integer number && number > 0) {
            return number;
        }
        throw Refusals.invalid(
                        "/" + VERSION, "The version is no number from 1", "Send the number of a version, or none")
                .asException();
    }

    static List<Problem> unread(@Nullable Object body) {
        return Params.unread(body).stream()
                .filter(problem -> !problem.path().equals("/" + VERSION))
                .toList();
    }
}
