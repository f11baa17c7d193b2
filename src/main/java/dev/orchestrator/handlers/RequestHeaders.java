package dev.orchestrator.handlers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a config: names are tokens, values text on one line. Those that say where a request goes and
 * where it ends are not for a workflow to set.
 */
final class RequestHeaders {
    private static final Set<String> NOT_SETTABLE = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "proxy-authenticate",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "http2-settings");
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
    /** No control character, above all no line break, and nothing that ISO 8859-1 cannot carry. */
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7E\\xA0-\\xFF]*");

    private static final int MOST = 100;
    private static final int MOST_CHARACTERS = 65_536;

    private RequestHeaders() {}

    /** By names in lower case. */
    static Map<String, List<String>> read(@Nullable Object config) throws InvalidConfig {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (config == null) {
            return headers;
        }
        if (!(config instanceof Map<?, ?> given)) {
            throw new InvalidConfig("'headers' must be an object of names and values");
        }
        int characters = 0;
        for (Map.Entry<?, ?> header : given.entrySet()) {
            String name = name(String.valueOf(header.getKey()));
            List<String> values = values(name, header.getValue());
            characters += values.stream().mapToInt(String::length).sum();
            if (!values.isEmpty() && headers.put(name, values) != null) {
                throw new InvalidConfig("the header '" + name + "' stands in 'headers' twice");
            }
        }
        if (headers.size() > MOST || characters > MOST_CHARACTERS) {
            throw new InvalidConfig(
                    "'headers' holds more than " + MOST + " headers or " + MOST_CHARACTERS + " characters");
        }
        return headers;
    }

    private static String name(String written) throws InvalidConfig {
        if (!NAME.matcher(written).matches()) {
            throw new InvalidConfig("'headers' has a name that no header can have; use letters, digits and '-'");
        }
        String name = written.toLowerCase(Locale.ROOT);
        if (NOT_SETTABLE.contains(name)) {
            throw new InvalidConfig("the header '" + name + "' is set by the engine; remove it");
        }
        return name;
    }

    private static List<String> values(String name, @Nullable Object value) throws InvalidConfig {
        if (value == null) {
            return List.of();
        }
        List<?> all = value instanceof List<?> list ? list : List.of(value);
        for (Object one : all) {
            boolean isScalar = one instanceof String || one instanceof Number || one instanceof Boolean;
            if (!isScalar || !VALUE.matcher(one.toString()).matches()) {
                throw new InvalidConfig(
                        "the header '" + name
                                + "' has a value that no header can have: it must be text on one line, a number, true or false");
            }
        }
        return all.stream().map(Object::toString).toList();
    }
}
