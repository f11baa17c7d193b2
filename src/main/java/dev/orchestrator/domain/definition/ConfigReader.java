package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the config of one node: its size, its templates, and what its handler would refuse. */
final class ConfigReader {
    static final String CONFIG = "config";

    private final int mostBytes;
    private final ConfigCheck check;
    private final Problems problems;

    ConfigReader(int mostBytes, ConfigCheck check, Problems problems) {
        this.mostBytes = mostBytes;
        this.check = check;
        this.problems = problems;
    }

    /** The template of the member {@code config}, an empty one when there is a problem or no config. */
    Template read(Fields node, String handler) {
        Object value = node.get(CONFIG);
        Pointer at = node.at(CONFIG);
        Fields config = value == null ? Fields.none(at, problems) : Fields.of(value, "'config'", at, problems);
        if (config == null || !fits(value, at)) {
            return Template.of(Map.of());
        }
        Template template = new TemplateCompiler(problems, at, TemplateCompiler.lenientMembers(handler))
                .compile(value == null ? Map.of() : value);
        check.check(handler, config, template);
        return template;
    }

    private boolean fits(@Nullable Object config, Pointer at) {
        JsonText json = new JsonText(mostBytes);
        json.value(config);
        boolean fits = !json.isFull() && json.toString().getBytes(StandardCharsets.UTF_8).length <= mostBytes;
        if (!fits) {
            problems.add(
                    Code.LIMIT_EXCEEDED,
                    at,
                    "a config of more than " + mostBytes + " bytes",
                    "make it smaller, or pass a reference to the data");
        }
        return fits;
    }
}
