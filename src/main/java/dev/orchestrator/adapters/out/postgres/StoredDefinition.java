package dev.orchestrator.adapters.out.postgres;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.domain.definition.Defaults;
import dev.orchestrator.domain.definition.DefinitionReader;
import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.RetryPolicy;
import dev.orchestrator.domain.definition.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A definition as it is stored: what the user sent, and the defaults that filled it in. Equal in, equal text out. */
public final class StoredDefinition {
    private static final int VERSION = 1;

    private StoredDefinition() {}

    public static String write(@Nullable Object definition, Defaults defaults) {
        Map<String, @Nullable Object> form = new LinkedHashMap<>();
        form.put("v", VERSION);
        form.put("definition", definition);
        form.put("defaults", form(defaults));
        return Json.write(form);
    }

    /** Reads it back. It was checked when it was stored, so a problem now is a bug. */
    static Workflow read(String text) {
        Fields stored = Fields.of(text, VERSION);
        Reading reading = DefinitionReader.ofStored(defaults(stored.object("defaults")))
                .read(stored.map().get("definition"));
        if (reading.workflow() == null) {
            throw new IllegalStateException("a stored definition is not valid: " + reading.problems());
        }
        return reading.workflow();
    }

    /** What the user sent, from the stored form. */
    static Document asSent(String text) {
        return JsonDocument.of(Json.write(Fields.of(text, VERSION).map().get("definition")));
    }

    private static Map<String, Object> form(Defaults defaults) {
        RetryPolicy retry = defaults.retry();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("maxAttempts", retry.maxAttempts());
        form.put("backoff", retry.backoff().toString());
        form.put("maxBackoff", retry.maxBackoff().toString());
        form.put("jitter", retry.jitter());
        form.put("retryOn", retry.on().stream().map(Enum::name).sorted().toList());
        form.put("nodeTimeout", defaults.nodeTimeout().toString());
        form.put("queueTimeout", defaults.queueTimeout().toString());
        form.put("executionTimeout", defaults.executionTimeout().toString());
        return form;
    }

    private static Defaults defaults(Fields in) {
        return new Defaults(
                new RetryPolicy(
                        in.number("maxAttempts"),
                        duration(in, "backoff"),
                        duration(in, "maxBackoff"),
                        in.fraction("jitter"),
                        categories(in.list("retryOn"))),
                duration(in, "nodeTimeout"),
                duration(in, "queueTimeout"),
                duration(in, "executionTimeout"));
    }

    private static Duration duration(Fields in, String name) {
        return Duration.parse(in.text(name));
    }

    private static Set<ErrorCategory> categories(List<?> names) {
        return names.stream()
                .map(name -> ErrorCategory.valueOf(String.valueOf(name)))
                .collect(Collectors.toSet());
    }
}
