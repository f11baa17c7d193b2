package dev.orchestrator.domain.definition;

import java.util.Collection;
import java.util.Optional;

/**
 * Finds the name that a user may have meant: the nearest by edit distance (Levenshtein), at most two edits away.
 *
 * <p>One instance serves one definition, or one look at the settings, and compares a bounded number of names, so that thousands of wrong names among
 * thousands of nodes stay cheap.
 */
public final class Suggestions {
    private static final int FARTHEST = 2;
    private static final int LONGEST_NAME = 40;

    private int comparisonsLeft = 100_000;

    /** "did you mean 'x'?", or the other hint when nothing is near. */
    public String hint(String name, Collection<String> candidates, String otherwise) {
        return nearest(name, candidates)
                .map(found -> "did you mean '" + found + "'?")
                .orElse(otherwise);
    }

    private Optional<String> nearest(String name, Collection<String> candidates) {
        if (name.length() > LONGEST_NAME || candidates.size() > comparisonsLeft) {
            return Optional.empty();
        }
        comparisonsLeft -= candidates.size();
        String best = null;
        int least = Math.min(FARTHEST, name.length() - 1) + 1;
        for (String candidate : candidates) {
            int distance = distance(name, candidate, least);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int distance(String a, String b, int enough) {
        if (Math.abs(a.length() - b.length()) >= enough) {
            return enough;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            nextRow(row, i, a.charAt(i - 1), b);
        }
        return row[b.length()];
    }

    private static void nextRow(int[] row, int i, char unit, String b) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j < row.length; j++) {
            int edits = Math.min(
                    Math.min(row[j], row[j - 1]) + 1, diagonal + (fold(unit) == fold(b.charAt(j - 1)) ? 0 : 1));
            diagonal = row[j];
            row[j] = edits;
        }
    }

    private static char fold(char unit) {
        return unit == '-' ? '_' : Character.toLowerCase(unit);
    }
}
