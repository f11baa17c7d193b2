package dev.orchestrator.adapters.out.redis;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Versions of messages: whole numbers from 1, each release writing the newest that it knows. */
final class Versions {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");

    private Versions() {}

    /** Whether this looks like the version of a release to come, rather than like damage. */
    static boolean isNewer(@Nullable String version, String known) {
        return version != null
                && NUMBER.matcher(version).matches()
                && Integer.parseInt(version) > Integer.parseInt(known);
    }
}
