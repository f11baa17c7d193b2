package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one node by itself; how it stands to the others is not looked at here. */
final class NodeReader {
    private static final List<String> FIELDS = List.of(
            "id",
            "handler",
            "dependencies",
            "config",
            "condition",
            "trigger_rule",
            "retry",
            "timeout_seconds",
            "queue_timeout_seconds",
            "queue",
            "at_most_once");
    private static final Set<String> RESERVED = Set.of(Reference.PARAMS, Reference.EXECUTION, Reference.SECRETS);
    private static final int LONGEST_ID = 128;
    private static final String DECISION = "decision";
    private static final Set<String> DECISION_VALUES = Set.of("value_a", "value_b");

    private final Limits limits;
    private final PolicyReader policies;
    private final ConfigCheck configs;
    private final Suggestions suggestions;
    private final Problems problems;

    NodeReader(Limits limits, Defaults defaults, ConfigCheck configs, Suggestions suggestions, Problems problems) {
        this.limits = limits;
        this.policies = new PolicyReader(defaults, suggestions, problems);
        this.configs = configs;
        this.suggestions = suggestions;
        this.problems = problems;
    }

    NodeDraft read(@Nullable Object node, Pointer at) {
        Fields fields = Fields.of(node, "a node", at, problems);
        if (fields == null) {
            return read(Fields.none(at, new Problems()), at);
        }
        return read(fields, at);
    }

    private NodeDraft read(Fields fields, Pointer at) {
        fields.warnOfOthers(FIELDS, suggestions);
        String id = id(fields);
        String handler = fields.serviceName("handler", true);
        String name = handler == null ? "" : handler;
        Gate gate = gate(fields);
        Policy policy = policies.read(fields, name);
        return new NodeDraft(
                at, id, fields.list("dependencies"), new NodeDraft.Work(name, gate, config(fields, name), policy));
    }

    private @Nullable String id(Fields fields) {
        String id = fields.requiredText("id", LONGEST_ID);
        if (id == null) {
            return null;
        }
        if (!NodeId.isValid(id)) {
            problems.shape(
                    fields.at("id"),
                    Wording.of(id) + " is no node id",
                    "use up to " + LONGEST_ID + " letters, digits, '_' and '-', not beginning with '-'");
        } else if (RESERVED.contains(id)) {
            problems.shape(fields.at("id"), Wording.of(id) + " is a reserved name", "name the node otherwise");
        }
        return id;
    }

    private Gate gate(Fields fields) {
        TriggerRule rule = fields.choice("trigger_rule", TriggerRule.class);
        return new Gate(rule == null ? TriggerRule.ALL_SUCCESS : rule, condition(fields));
    }

    /** No condition when there is no text in it, as in the original. */
    private @Nullable Condition condition(Fields fields) {
        Object value = fields.get("condition");
        if (value == null || (value instanceof String text && text.isBlank())) {
            return null;
        }
        String text = fields.text("condition", limits.configBytes());
        if (text == null) {
            return null;
        }
        try {
            return Condition.parse(text);
        } catch (SyntaxError e) {
            problems.add(
                    Code.INVALID_CONDITION, fields.at("condition"), e.describe() + " of " + Wording.of(text), e.hint());
            return null;
        }
    }

    private Template config(Fields fields, String handler) {
        Object value = fields.get("config");
        Pointer at = fields.at("config");
        Fields config = value == null ? Fields.none(at, problems) : Fields.of(value, "'config'", at, problems);
        if (config == null || !fits(value, at)) {
            return Template.of(Map.of());
        }
        Set<String> lenient = handler.equals(DECISION) ? DECISION_VALUES : Set.of();
        Template template = new TemplateCompiler(problems, at, lenient).compile(value == null ? Map.of() : value);
        configs.check(handler, config, template);
        return template;
    }

    private boolean fits(@Nullable Object config, Pointer at) {
        JsonText json = new JsonText(limits.configBytes());
        json.value(config);
        boolean fits =
                !json.isFull() && json.toString().getBytes(StandardCharsets.UTF_8).length <= limits.configBytes();
        if (!fits) {
            problems.add(
                    Code.LIMIT_EXCEEDED,
                    at,
                    "a config of more than " + limits.configBytes() + " bytes",
                    "make it smaller, or pass a reference to the data");
        }
        return fits;
    }
}
