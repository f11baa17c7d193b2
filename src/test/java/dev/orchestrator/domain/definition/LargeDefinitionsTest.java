package dev.orchestrator.domain.definition;

import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.object;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Problem.Code;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Definitions as large as the limits let them be. */
class LargeDefinitionsTest {
    private static final int NODES = 10_000;
    private static final int PARENTS = 10;

    private final DefinitionReader reader = Definitions.reader();

    @Test
    void everyNodeRefersToTheRoot() {
        Workflow workflow = sound(read(i -> i == 0 ? "" : "{{ n0.x }}", LargeDefinitionsTest::chained));
        assertThat(workflow.dag().order().levels()).hasSize(NODES);
    }

    @Test
    void everyNodeRefersToAnyAncestor() {
        Random random = new Random(1);
        sound(read(i -> i == 0 ? "" : "{{ n" + random.nextInt(i) + ".x }}", LargeDefinitionsTest::chained));
    }

    @Test
    void everyNodeRefersToManyAncestors() {
        Random random = new Random(2);
        sound(read(
                i -> i == 0 ? "" : ("{{ n" + random.nextInt(i) + ".x }} ").repeat(20), LargeDefinitionsTest::chained));
    }

    @Test
    void aWideFanIsAsGoodAsALongChain() {
        Workflow workflow = sound(read(i -> i == 0 ? "" : "{{ n0.x }}", i -> i == 0 ? List.of() : List.of("n0")));
        assertThat(workflow.dag().order().levels()).hasSize(2);
    }

    @Test
    void everyReferenceIsWrong() {
        Reading reading = read(i -> "{{ n" + (NODES - 1 - i) + ".x }}{{ m" + i + ".y }}", i -> List.of());
        assertThat(reading.problems())
                .hasSize(Problems.MOST_OF_A_CODE)
                .allMatch(problem -> problem.code() == Code.INVALID_TEMPLATE);
    }

    @Test
    void everyDependencyIsWrong() {
        Reading reading = read(i -> "", i -> Collections.nCopies(PARENTS, "ghost" + i));
        assertThat(reading.problems()).hasSize(Problems.MOST_OF_A_CODE);
    }

    @Test
    void aCycleOfAllNodesIsShownByItsEnds() {
        Reading reading = read(i -> "", i -> List.of("n" + (i + NODES - 1) % NODES));
        assertThat(reading.problems()).singleElement().satisfies(problem -> assertThat(problem.message())
                .startsWith("these nodes wait for each other: n0 → n1 → ")
                .contains("→ … 9960 more … →")
                .endsWith(" → n9999 → n0"));
    }

    private Reading read(IntFunction<String> text, IntFunction<List<String>> parents) {
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            Map<String, Object> node = with(node("n" + i), "dependencies", parents.apply(i));
            nodes.add(with(node, "config", object("x", text.apply(i))));
        }
        return reader.read(object("name", "large", "dag", object("nodes", nodes)));
    }

    /** The node before it and nine others before that: nearly 100,000 edges. */
    private static List<String> chained(int node) {
        List<String> parents = new ArrayList<>();
        Random random = new Random(node);
        for (int i = 0; i < Math.min(PARENTS, node); i++) {
            parents.add("n" + (i == 0 ? node - 1 : random.nextInt(node)));
        }
        return parents;
    }

    private static Workflow sound(Reading reading) {
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.workflow()).isNotNull();
        return reading.workflow();
    }
}
