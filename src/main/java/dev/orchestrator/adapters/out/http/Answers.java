package dev.orchestrator.adapters.out.http;

import dev.orchestrator.handlers.HttpReply;
import dev.orchestrator.handlers.WebUrl;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes plain text of what Vert.x read. */
final class Answers {
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset=\"?([^\\s\";]+)");

    private Answers() {}

    static HttpReply of(HttpClientResponse response, WebUrl url, Buffer body) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers()
                .forEach((name, value) ->
                        headers.merge(name.toLowerCase(Locale.ROOT), value, (first, next) -> first + ", " + next));
        return new HttpReply.Answered(response.statusCode(), url, headers, text(body, headers.get("content-type")));
    }

    /** A NUL, which no store can hold, is shown as what cannot be read. */
    private static String text(Buffer body, @Nullable String contentType) {
        return new String(body.getBytes(), charset(contentType)).replace('\0', '\uFFFD');
    }

    private static Charset charset(@Nullable String contentType) {
        Matcher named = CHARSET.matcher(contentType == null ? "" : contentType);
        try {
            return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
