package dev.orchestrator.bootstrap;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A URL of a store, taken apart and percent-decoded. By hand, because java.net.URI gives up on hosts with an
 * underscore, which Compose makes, and on an unescaped @ in a password, which people make.
 */
record StoreUrl(
        String scheme,
        @Nullable String user,
        @Nullable String password,
        String host,
        int port,
        String path,
        Map<String, String> parameters) {
    private static final int HIGHEST_PORT = 65_535;

    /** Refuses with the name of the variable, never with its text, which may hold a password. */
    static StoreUrl parse(String variable, String text, int defaultPort) {
        int colon = text.indexOf("://");
        if (colon < 0) {
            throw StartRefused.setting(variable, "is not a URL: it has no scheme such as redis:// or postgresql://");
        }
        String rest = text.substring(colon + "://".length());
        String beforeQuery = before(rest, '?');
        String query = rest.substring(Math.min(rest.length(), beforeQuery.length() + 1));
        // A password may hold a slash that nobody escaped, so the user part ends at the last @.
        int at = beforeQuery.lastIndexOf('@');
        String authority = beforeQuery.substring(at + 1);
        String hostAndPort = before(authority, '/');
        String path = authority.substring(Math.min(authority.length(), hostAndPort.length() + 1));
        Reader reader = new Reader(variable);
        String[] credentials =
                at < 0 ? new String[0] : beforeQuery.substring(0, at).split(":", 2);
        return new StoreUrl(
                text.substring(0, colon),
                reader.credential(credentials, 0),
                reader.credential(credentials, 1),
                reader.host(hostAndPort),
                reader.port(hostAndPort, defaultPort),
                reader.decode(path),
                reader.parameters(query));
    }

    private static String before(String text, char mark) {
        int end = text.indexOf(mark);
        return end < 0 ? text : text.substring(0, end);
    }

    private record Reader(String variable) {
        @Nullable
        String credential(String[] credentials, int index) {
            return credentials.length > index && !credentials[index].isEmpty() ? decode(credentials[index]) : null;
        }

        String host(String hostAndPort) {
            String host = hostAndPort.startsWith("[")
                    ? hostAndPort.substring(0, hostAndPort.indexOf(']') + 1)
                    : before(hostAndPort, ':');
            if (host.isEmpty()) {
                throw StartRefused.setting(variable, "names no host");
            }
            if (host.indexOf(',') >= 0) {
                throw StartRefused.setting(variable, "names more than one host; only one is supported");
            }
            return host;
        }

        int port(String hostAndPort, int defaultPort) {
            String text = hostAndPort.substring(host(hostAndPort).length());
            if (text.isEmpty() || text.equals(":")) {
                return defaultPort;
            }
            int port = text.matches(":\\d{1,5}") ? Integer.parseInt(text.substring(1)) : 0;
            if (port < 1 || port > HIGHEST_PORT) {
                throw StartRefused.setting(variable, "has no valid port: it must be a number from 1 to 65535");
            }
            return port;
        }

        Map<String, String> parameters(String query) {
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String pair : query.split("&", -1)) {
                if (!pair.isEmpty()) {
                    String name = before(pair, '=');
                    parameters.put(decode(name), decode(pair.substring(Math.min(pair.length(), name.length() + 1))));
                }
            }
            return parameters;
        }

        /** Percent-decodes; a plus stays a plus, unlike in a form. */
        String decode(String text) {
            try {
                return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw StartRefused.setting(variable, "has a % that does not start an escape; write it as %25");
            }
        }
    }
}
