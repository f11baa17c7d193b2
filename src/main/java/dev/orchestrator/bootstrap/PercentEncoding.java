package dev.orchestrator.bootstrap;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding for any part of a URL: everything but letters, digits and a few safe marks. */
final class PercentEncoding {
    private PercentEncoding() {}

    static String encode(String text) {
        // The form encoding differs in the blank alone.
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
