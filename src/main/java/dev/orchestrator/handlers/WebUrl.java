package dev.orchestrator.handlers;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An http or https URL, taken apart once, so that what is checked is what is called.
 *
 * @param tls whether it is https
 * @param host in lower case and ASCII, without a dot at its end; an address of version 6 in brackets
 * @param port named or the scheme's own
 * @param target path and query as they are sent
 * @param text the URL as it was written
 */
public record WebUrl(boolean tls, String host, int port, String target, String text) {
    private static final Pattern NAME = Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
    private static final Pattern BRACKETED = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LARGEST_PORT = 65_535;

    /** The parts of a URL; empty when it is none of http or https, names no host, or carries a user or password. */
    public static Optional<WebUrl> parse(String text) {
        try {
            URI url = new URI(text);
            boolean tls = "https".equalsIgnoreCase(url.getScheme());
            String authority = url.getRawAuthority();
            if (authority == null || !(tls || "http".equalsIgnoreCase(url.getScheme()))) {
                return Optional.empty();
            }
            int colon = authority.lastIndexOf(':');
            boolean hasPort = colon > authority.lastIndexOf(']');
            Optional<String> host = host(hasPort ? authority.substring(0, colon) : authority);
            int port = hasPort ? port(authority.substring(colon + 1)) : tls ? HTTPS : HTTP;
            return port <= 0
                    ? Optional.empty()
                    : host.map(name -> new WebUrl(tls, name, port, target(URI.create(url.toASCIIString())), text));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The URL that this one's server refers to. */
    public Optional<WebUrl> refer(String location) {
        try {
            return parse(new URI(text).resolve(new URI(location)).toString());
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Host and port. */
    public String server() {
        return host + ":" + port;
    }

    /** Whether both are served by the same scheme, host and port. */
    public boolean hasOriginOf(WebUrl other) {
        return tls == other.tls && host.equals(other.host) && port == other.port;
    }

    /** The URL without its query, which may hold what nobody should read. */
    public String withoutQuery() {
        int end = target.indexOf('?');
        String path = end < 0 ? target : target.substring(0, end);
        boolean usual = port == (tls ? HTTPS : HTTP);
        return (tls ? "https://" : "http://") + host + (usual ? "" : ":" + port) + path;
    }

    /** Digits and dots of other scripts become plain ones here, before anybody looks for an address among them. */
    private static Optional<String> host(String written) {
        if (written.startsWith("[")) {
            return Optional.of(written.toLowerCase(Locale.ROOT))
                    .filter(host -> BRACKETED.matcher(host).matches());
        }
        String plain = IDN.toASCII(written).toLowerCase(Locale.ROOT);
        String name = plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
        return Optional.of(name).filter(host -> NAME.matcher(host).matches());
    }

    private static int port(String digits) {
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : -1;
        return port <= LARGEST_PORT ? port : -1;
    }

    private static String target(URI url) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
