package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.util.List;
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

    private final Limits limits;
    private final PolicyReader policies;
    private final ConfigReader configs;
    private final Suggestions suggestions;
    private final Problems problems;

    NodeReader(Limits limits, Defaults defaults, ConfigCheck configs, Suggestions suggestions, Problems problems) {
        this.limits = limits;
        this.policies = new PolicyReader(defaults, suggestions, problems);
        this.configs = new ConfigReader(limits.configBytes(), configs, problems);
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
                at,
                id,
                fields.list("dependencies"),
                new NodeDraft.Work(name, gate, configs.read(fields, name), policy));
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
}
