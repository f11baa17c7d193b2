package dev.orchestrator.bootstrap;

import dev.orchestrator.domain.definition.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds settings that somebody believes in and nothing reads: misspelt ones. */
final class UnknownSettings {
    private static final String VARIABLE = "WORKFLOW_";
    private static final String BREAKER_VARIABLE = "CIRCUIT_BREAKER_";
    private static final String PROPERTY = "workflow.";
    /** Of the original engine. */
    private static final String LIMIT_VARIABLE = "RATE_LIMIT_";
    /** Read by the client's commands and scripts, or by workers one by one. */
    private static final Set<String> READ_ELSEWHERE = Set.of("WORKFLOW_SERVER", "WORKFLOW_API_KEY", "WORKFLOW_ROLES");

    private static final String SECRETS = "WORKFLOW_SECRET_";

    private UnknownSettings() {}

    /** A sentence for each. Values are not shown: a misspelt name may hold a secret. */
    static List<String> warnings(Environment environment) {
        List<String> warnings = new ArrayList<>();
        Map<String, String> variables = new TreeMap<>(environment.variables());
        Set<String> known = new TreeSet<>(CommandLines.variables().keySet());
        known.addAll(READ_ELSEWHERE);
        Set<String> keys = new TreeSet<>();
        Set<String> aliases = new TreeSet<>();
        SettingsReference.read().forEach(entry -> {
            keys.add(entry.key());
            known.add(entry.variable());
            aliases.addAll(entry.aliases());
        });
        unknown(variables.keySet(), VARIABLE, known, warnings);
        unknown(variables.keySet(), LIMIT_VARIABLE, aliases, warnings);
        unknown(variables.keySet(), BREAKER_VARIABLE, aliases, warnings);
        unknown(new TreeSet<>(environment.properties().keySet()), PROPERTY, keys, warnings);
        return warnings;
    }

    private static void unknown(Set<String> given, String prefix, Set<String> known, List<String> warnings) {
        Suggestions suggestions = new Suggestions();
        for (String name : given) {
            if (name.startsWith(prefix) && !name.startsWith(SECRETS) && !known.contains(name)) {
                String hint = suggestions.hint(name, known, "docs/settings.md lists those that are");
                warnings.add(name + " is no setting, so it has no effect; " + hint);
            }
        }
    }
}
