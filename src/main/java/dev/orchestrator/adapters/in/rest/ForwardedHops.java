package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.net.Addresses;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code X-Forwarded-For} and {@code Forwarded} (RFC 7239), in time that grows with their length and no faster. What
 * cannot be read becomes a hop that is no address, so that nothing is concluded from it.
 */
final class ForwardedHops {
    private static final String COMMON = "X-Forwarded-For";
    private static final String STANDARD = "Forwarded";
    private static final List<String> UNREADABLE = List.of("");
    /** An address of version 6 alone has more than one colon and no brackets; it does not match. */
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^\\[\\]]*]|[^:]*)(?::\\d{1,5})?");

    private ForwardedHops() {}

    /** For each of the two headers that is there, its hops from the client on. */
    static List<List<String>> of(MultiMap headers) {
        List<List<String>> all = new ArrayList<>();
        if (headers.contains(COMMON)) {
            all.add(List.of(String.join(",", headers.getAll(COMMON)).split(",", -1)));
        }
        if (headers.contains(STANDARD)) {
            all.add(split(String.join(",", headers.getAll(STANDARD)), ',').stream()
                    .map(ForwardedHops::whoAsked)
                    .toList());
        }
        return all;
    }

    /** The address that a hop is, with or without a port. */
    static Optional<InetAddress> address(String hop) {
        String text = hop.strip();
        Matcher parts = HOST_AND_PORT.matcher(text);
        return Addresses.literal(parts.matches() ? parts.group(1) : text);
    }

    /** The value of {@code for} in one element; empty when it does not stand there exactly once. */
    private static String whoAsked(String element) {
        List<String> found = new ArrayList<>();
        for (String pair : split(element, ';')) {
            String[] parts = pair.strip().split("=", 2);
            if (parts[0].equalsIgnoreCase("for")) {
                found.add(parts.length == 2 ? parts[1].replace("\"", "") : "");
            }
        }
        return found.size() == 1 ? found.get(0) : "";
    }

    /** Splits outside of quotes. An escape, or a quote that does not end, could hide a separator: nothing is read then. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '\\') {
                return UNREADABLE;
            }
            quoted ^= next == '"';
            if (next == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return quoted ? UNREADABLE : parts;
    }
}
