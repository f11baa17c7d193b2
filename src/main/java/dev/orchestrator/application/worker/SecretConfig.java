package dev.orchestrator.application.worker;

import dev.orchestrator.domain.definition.SecretSlot;
import dev.orchestrator.ports.out.Secrets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A config whose secrets were put in, and what has to be hidden from now on. */
record SecretConfig(String json, Redaction redaction) {
    /** A shorter one could not be hidden: it would be found everywhere. */
    private static final int SHORTEST = 4;

    /**
     * Puts the secrets of the slots into the config.
     *
     * @param write a value as JSON text
     * @throws Unresolved when one is missing
     */
    static SecretConfig of(
            String config, List<SecretSlot> slots, Secrets secrets, Function<@Nullable Object, String> write) {
        if (slots.isEmpty()) {
            return new SecretConfig(config, Redaction.NONE);
        }
        Map<String, String> values = new LinkedHashMap<>();
        StringBuilder json = new StringBuilder(config.length() + 64);
        int from = 0;
        for (SecretSlot slot :
                slots.stream().sorted(Comparator.comparing(SecretSlot::at)).toList()) {
            String value = values.computeIfAbsent(slot.name(), name -> value(name, secrets));
            String quoted = write.apply(value);
            json.append(config, from, slot.at()).append(quoted, 1, quoted.length() - 1);
            from = slot.at();
        }
        return new SecretConfig(json.append(config, from, config.length()).toString(), Redaction.of(values.values()));
    }

    private static String value(String name, Secrets secrets) {
        String value = secrets.find(name)
                .orElseThrow(() -> new Unresolved("this worker knows no secret '" + name + "'; set WORKFLOW_SECRET_"
                        + name + ", or mount a file of that name"));
        if (value.length() < SHORTEST) {
            throw new Unresolved("the secret '" + name + "' is shorter than " + SHORTEST + " characters");
        }
        return value;
    }

    /** A secret is missing; says which, never what it is. */
    static final class Unresolved extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unresolved(String message) {
            super(message, null, false, false);
        }
    }
}
