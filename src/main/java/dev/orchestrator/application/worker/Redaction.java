package dev.orchestrator.application.worker;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Outcome;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the secrets that a task was given out of what its handler gives back: a server may echo a header, an error name a
 * URL. Found are a secret as it is, and as it looks in a URL, in JSON inside text, and in
 * Base64; in any case, since names of hosts and headers are written in small letters on their way.
 */
final class Redaction {
    static final Redaction NONE = new Redaction(List.of());
    private static final String HIDDEN = "***";
    /** A shorter piece would be found by chance. */
    private static final int SHORTEST_BASE64 = 6;

    private final List<Pattern> forms;

    private Redaction(List<Pattern> forms) {
        this.forms = forms;
    }

    static Redaction of(Collection<String> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        for (String secret : secrets) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            forms.add(secret);
            forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
            forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
            forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
            forms.addAll(base64(bytes));
        }
        // A form may hold another one, which would leave its rest behind.
        return new Redaction(forms.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(form -> Pattern.compile(Pattern.quote(form), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                .toList());
    }

    /**
     * Three bytes make four characters, so how a secret looks in Base64 depends on how many bytes stand before it, as a user's
     * name does in basic authentication. Characters that it shares with its neighbours are left standing: they tell two of
     * its bytes at the most.
     */
    private static Set<String> base64(byte[] secret) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(Base64.getEncoder().encodeToString(secret));
        forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            if (to - from >= SHORTEST_BASE64) {
                forms.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
                forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
            }
        }
        return forms;
    }

    Outcome of(Outcome outcome, Codec codec) {
        return forms.isEmpty()
                ? outcome
                : outcome.match(new Outcome.Cases<>(
                        it -> new Outcome.Succeeded(document(it.output(), codec)),
                        it -> new Outcome.Failed(failure(it.failure()), it.retryAfter()),
                        it -> new Outcome.Deferred(it.until(), text(it.reason()), it.breaker()),
                        it -> it,
                        it -> it));
    }

    private Document document(Document output, Codec codec) {
        Object tree = tree(output.tree());
        return new Redacted(codec.write().apply(tree), tree);
    }

    private Failure failure(Failure failure) {
        return new Failure(failure.category(), text(failure.code()), text(failure.message()));
    }

    /** As deep as outputs may be. */
    private @Nullable Object tree(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, member) -> copy.put(text(String.valueOf(name)), tree(member)));
            return copy;
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>(list.size());
            list.forEach(item -> copy.add(tree(item)));
            return copy;
        } else if (value instanceof String text) {
            return text(text);
        }
        return value instanceof Number number && !text(number.toString()).equals(number.toString()) ? HIDDEN : value;
    }

    String text(String text) {
        String clean = text;
        for (Pattern form : forms) {
            clean = form.matcher(clean).replaceAll(HIDDEN);
        }
        return clean;
    }

    private record Redacted(String text, @Nullable Object tree) implements Document {}
}
