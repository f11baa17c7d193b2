package dev.orchestrator.domain.definition;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the data of an execution that a template or condition names, such as {@code users.items[0].name}.
 *
 * @param root a node's id, {@code params}, {@code execution} or {@code secrets}
 * @param path the steps into the value: a {@code String} for a member (one of digits is also a list position), an
 *     {@code Integer} for a list position
 * @param fallback what to use when nothing is there, or null is; {@link #NO_FALLBACK} when the template gives none
 */
public record Reference(String root, List<Object> path, @Nullable Object fallback) {
    public static final Object NO_FALLBACK = new Object() {
        @Override
        public String toString() {
            return "(none)";
        }
    };
    public static final String PARAMS = "params";
    public static final String EXECUTION = "execution";
    /** Reserved for values that only a worker may see. */
    public static final String SECRETS = "secrets";

    private static final Set<String> ROOTS = Set.of(PARAMS, EXECUTION, SECRETS);
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final int LONGEST_INDEX = 9;

    public Reference {
        path = List.copyOf(path);
    }

    /** The node whose output is meant, or null for {@code params}, {@code execution} and {@code secrets}. */
    public @Nullable NodeId node() {
        return ROOTS.contains(root) ? null : new NodeId(root);
    }

    public boolean isSecret() {
        return root.equals(SECRETS);
    }

    /** The name of the secret that is meant, or null when it is none that could be. */
    @Nullable
    String secret() {
        boolean isNamed = isSecret() && path.size() == 1 && fallback == NO_FALLBACK;
        return isNamed
                        && path.get(0) instanceof String name
                        && SECRET.matcher(name).matches()
                ? name
                : null;
    }

    /** The value in this data, or {@link Scope#MISSING} when nothing is there and the template gives no default. */
    public @Nullable Object in(Scope scope) {
        Object value = scope.root(root);
        for (int i = 0; i < path.size() && value != Scope.MISSING; i++) {
            value = step(value, path.get(i));
        }
        boolean absent = value == null || value == Scope.MISSING;
        return absent && fallback != NO_FALLBACK ? fallback : value;
    }

    private static @Nullable Object step(@Nullable Object value, Object step) {
        if (value instanceof Map<?, ?> map) {
            return step instanceof String && map.containsKey(step) ? map.get(step) : Scope.MISSING;
        }
        if (value instanceof List<?> list) {
            int index = step instanceof Integer position ? position : index((String) step);
            return index >= 0 && index < list.size() ? list.get(index) : Scope.MISSING;
        }
        return Scope.MISSING;
    }

    private static int index(String digits) {
        boolean isIndex = !digits.isEmpty()
                && digits.length() <= LONGEST_INDEX
                && digits.chars().allMatch(unit -> unit >= '0' && unit <= '9');
        return isIndex ? Integer.parseInt(digits) : -1;
    }
}
