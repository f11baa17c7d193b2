package dev.orchestrator.handlers;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The hosts that a simulation answers for unless they are allowed: names for examples and tests, and this machine. */
final class ReservedHosts {
    private static final List<String> NAMES = List.of("example.com", "localhost");
    private static final List<String> SUFFIXES = List.of(".example.com", ".example", ".test", ".service", ".localhost");
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");
    private static final Pattern LOOPBACK_V6 = Pattern.compile("\\[(::1|0:0:0:0:0:0:0:1)]");

    private ReservedHosts() {}

    /** @param host as in a URL, with brackets around an address of version 6 */
    static boolean contain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return NAMES.contains(name)
                || SUFFIXES.stream().anyMatch(name::endsWith)
                || LOOPBACK_V4.matcher(name).matches()
                || LOOPBACK_V6.matcher(name).matches();
    }
}
