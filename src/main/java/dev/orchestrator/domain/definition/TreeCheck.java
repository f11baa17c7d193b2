package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks over a whole definition before any of it is read: it must be JSON, bounded in depth and size, and text that can
 * be stored. What has passed may be walked recursively.
 */
final class TreeCheck {
    /** What the stack bears, whatever the settings say. */
    private static final int DEEPEST = 500;
    /** More values than any accepted body holds; a tree whose branches are shared could unfold to any number. */
    private static final int MOST_VALUES = 20_000_000;

    private final int deepest;
    private final Problems problems;
    private final List<Object> path = new ArrayList<>();
    private int values;

    TreeCheck(Limits limits, Problems problems) {
        this.deepest = Math.min(limits.depth(), DEEPEST);
        this.problems = problems;
    }

    /** Tells whether the tree can be read on; stops at the first thing that makes it dangerous to walk. */
    boolean passes(@Nullable Object value) {
        if (++values > MOST_VALUES) {
            return refuse(Code.LIMIT_EXCEEDED, "a definition of too many values", "make it smaller");
        }
        if (value instanceof Map<?, ?> map) {
            return isShallow() && passesMembers(map);
        }
        if (value instanceof List<?> list) {
            return isShallow() && passesItems(list);
        }
        if (value instanceof String text) {
            checkText(text);
            return true;
        }
        if (value == null || value instanceof Boolean || Numbers.ofNumber(value) != null) {
            return true;
        }
        String type = value.getClass().getSimpleName();
        return refuse(Code.VALIDATION_ERROR, "a Java " + type + " is no value of JSON", "use JSON values only");
    }

    private boolean passesMembers(Map<?, ?> map) {
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                return refuse(Code.VALIDATION_ERROR, "a member whose name is no text", "use JSON values only");
            }
            if (!passesAt(name, member.getValue())) {
                return false;
            }
        }
        return true;
    }

    private boolean passesItems(List<?> list) {
        int index = 0;
        for (Object item : list) {
            if (!passesAt(index++, item)) {
                return false;
            }
        }
        return true;
    }

    private boolean passesAt(Object step, @Nullable Object value) {
        path.add(step);
        if (step instanceof String name) {
            checkText(name);
        }
        boolean passes = passes(value);
        path.remove(path.size() - 1);
        return passes;
    }

    private boolean isShallow() {
        return path.size() < deepest
                || refuse(
                        Code.LIMIT_EXCEEDED,
                        "nested more than " + deepest + " levels deep",
                        "make the definition flatter");
    }

    private void checkText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0) {
                refuse(Code.VALIDATION_ERROR, Wording.of(text) + " holds U+0000", "remove it: it cannot be stored");
                return;
            }
            if (Character.isSurrogate(unit) && !JsonText.isPaired(text, i)) {
                refuse(
                        Code.VALIDATION_ERROR,
                        Wording.of(text) + " holds half of a surrogate pair",
                        "send valid Unicode text");
                return;
            }
        }
    }

    private boolean refuse(Code code, String message, String hint) {
        Pointer at = Pointer.ROOT;
        for (Object step : path) {
            at = at.member(step.toString());
        }
        problems.add(code, at, message, hint);
        return false;
    }
}
