package dev.orchestrator.checker.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.checker.Checker;
import dev.orchestrator.checker.Verdict;
import dev.orchestrator.checker.planted.Bug.Trouble;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every planted bug is caught by the rule that is meant for it, and the same run without the bug passes. */
class PlantedBugsTest {
    private static final int SEEDS = 20;
    private static final List<String> TABLE = new ArrayList<>();

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void isCaughtByItsRule(String name) {
        Bug bug = PlantedBugs.all().stream()
                .filter(it -> it.name.equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(Checker.rules()).contains(bug.rule);
        List<Verdict> seen = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            Verdict verdict = Trial.run(seed, bug, bug.trouble);
            seen.add(verdict);
            if (verdict.rules().contains(bug.rule)) {
                assertThat(Trial.run(seed, Bug.NONE, bug.trouble).violations())
                        .as("the same run without the bug")
                        .isEmpty();
                TABLE.add(String.format(
                        "| %-50s | %-62s | %-14s | seed %d, %d runs of handlers, %d violations |",
                        bug.name,
                        bug.rule,
                        bug.trouble,
                        seed,
                        verdict.accounts().runs(),
                        verdict.broken()));
                return;
            }
        }
        assertThat(seen).as("no seed up to %d shows it", SEEDS).isEmpty();
    }

    static List<String> names() {
        return PlantedBugs.all().stream().map(bug -> bug.name).toList();
    }

    @ParameterizedTest
    @EnumSource
    void withoutABugEveryRunPasses(Trouble trouble) {
        for (int seed = 100; seed < 104; seed++) {
            Verdict verdict = Trial.run(seed, Bug.NONE, trouble);
            assertThat(verdict.violations()).as("seed %d: %s", seed, verdict).isEmpty();
            assertThat(verdict.accounts().runs()).isGreaterThan(20);
        }
    }

    @Test
    void thereAreADozenAndMore() {
        assertThat(PlantedBugs.all()).hasSizeGreaterThanOrEqualTo(12);
    }

    @AfterAll
    static void tell() {
        System.out.println("Planted bugs, the rules that caught them, and how soon:");
        TABLE.forEach(System.out::println);
    }
}
