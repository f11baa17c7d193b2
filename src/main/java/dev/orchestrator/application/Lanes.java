package dev.orchestrator.application;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which lanes an orchestrator prefers: each lane goes to the living one with the highest hash of (lane, name), so that a
 * death moves only the lanes of the dead (rendezvous hashing, Thaler and Ravishankar 1998).
 *
 * <p>Two that disagree about who lives read the same lane for a moment; that costs a lost race and nothing else.
 */
final class Lanes {
    private Lanes() {}

    static List<Integer> of(String self, Collection<String> living, int lanes) {
        List<Integer> mine = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            int current = lane;
            String owner = living.stream()
                    .max(Comparator.comparingInt((String name) -> weight(current, name))
                            .thenComparing(Comparator.naturalOrder()))
                    .orElse(self);
            if (owner.equals(self)) {
                mine.add(lane);
            }
        }
        return mine;
    }

    /** A mix with the finaliser of MurmurHash3, so that names that differ in one letter share the lanes evenly. */
    private static int weight(int lane, String name) {
        int h = name.hashCode() * 31 + lane * 0x9E3779B9;
        h = (h ^ (h >>> 16)) * 0x85EBCA6B;
        h = (h ^ (h >>> 13)) * 0xC2B2AE35;
        return h ^ (h >>> 16);
    }
}
