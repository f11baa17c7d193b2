package dev.orchestrator.adapters.in.rest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether a body claims to be JSON. */
final class MediaTypes {
    private MediaTypes() {}

    /** The refusal of a {@code Content-Type}, if any. A missing one is taken as JSON. */
    static Optional<Refusal> refusalOf(@Nullable String contentType) {
        if (contentType == null) {
            return Optional.empty();
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        if (!type.equals("application/json") && !(type.startsWith("application/") && type.endsWith("+json"))) {
            return Optional.of(refusal("The Content-Type '" + contentType + "' is not taken; send the header"
                    + " 'Content-Type: application/json'"));
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replace("\"", "").replace(" ", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return Optional.of(refusal("JSON is sent as UTF-8, not as " + parameter));
            }
        }
        return Optional.empty();
    }

    /** Whether an {@code Accept} names one of these types, and not with the weight 0 that refuses it. */
    static boolean accepts(String accept, Set<String> types) {
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.replace(" ", "").split(";", -1);
            boolean isRefused = Arrays.stream(parts).skip(1).anyMatch(part -> part.matches("q=0(\\.0*)?"));
            if (types.contains(parts[0].strip()) && !isRefused) {
                return true;
            }
        }
        return false;
    }

    private static Refusal refusal(String detail) {
        return Refusal.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, detail).withHeader("Accept-Post", "application/json");
    }
}
