package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers what is wrong while a definition is read.
 *
 * <p>Of each code the first {@value #MOST_OF_A_CODE} are kept: a hostile definition must not get an answer larger than
 * itself, and the worst code must still come first.
 */
final class Problems {
    static final int MOST_OF_A_CODE = 1_000;

    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Map<Code, Integer> counts = new EnumMap<>(Code.class);

    void add(Code code, Pointer at, String message, String hint) {
        keep(problems, new Problem(at.toString(), code, message, hint));
    }

    /** A field is missing, of the wrong type or out of range. */
    void shape(Pointer at, String message, String hint) {
        add(Code.VALIDATION_ERROR, at, message, hint);
    }

    void warn(Code code, Pointer at, String message, String hint) {
        keep(warnings, new Problem(at.toString(), code, message, hint));
    }

    boolean none() {
        return problems.isEmpty();
    }

    /** The problems, worst kind first, else in the order of the definition. */
    List<Problem> inOrder() {
        return problems.stream().sorted(Comparator.comparing(Problem::code)).toList();
    }

    List<Problem> warnings() {
        return List.copyOf(warnings);
    }

    private void keep(List<Problem> list, Problem problem) {
        if (counts.merge(problem.code(), 1, Integer::sum) <= MOST_OF_A_CODE) {
            list.add(problem);
        }
    }
}
