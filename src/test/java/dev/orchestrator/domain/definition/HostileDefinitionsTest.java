package dev.orchestrator.domain.definition;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.object;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Problem.Code;
import dev.orchestrator.simulation.RandomDags;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the answer is a reading. */
class HostileDefinitionsTest {
    private static final List<Object> JUNK = Arrays.asList(
            null,
            true,
            -1,
            Long.MAX_VALUE,
            1e308,
            Double.NaN,
            new BigDecimal("1e2147483647"),
            "",
            " ",
            "\u0000",
            "\ud800",
            "{{",
            "{{ a.b }}",
            "${x.y}",
            "== ((",
            "x".repeat(300),
            List.of(),
            Collections.nCopies(50, Collections.singletonList(null)),
            Map.of(),
            object("id", object("id", List.of())),
            new Object());

    private final DefinitionReader reader = new DefinitionReader(Definitions.LIMITS, Definitions.DEFAULTS);

    @Test
    void wrongTypesAnywhereAreProblemsNotExceptions() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            Object spoilt = RandomDags.definition(random, 1 + random.nextInt(12));
            for (int i = random.nextInt(4); i >= 0; i--) {
                spoilt = spoil(spoilt, random);
            }
            Reading reading = reader.read(spoilt);
            assertThat(reading.workflow() == null)
                    .as("seed %d", seed)
                    .isEqualTo(!reading.problems().isEmpty());
            assertThat(reading.problems()).allSatisfy(HostileDefinitionsTest::canBeSent);
        }
    }

    @Test
    void depthIsJudgedBeforeAnythingElse() {
        Object deep = List.of();
        for (int i = 0; i < 200_000; i++) {
            deep = i % 2 == 0 ? Map.of("a", deep) : List.of(deep);
        }
        assertThat(codes(deep)).containsExactly(Code.LIMIT_EXCEEDED);
        assertThat(codes(definition(with(node("a"), "config", deep)))).containsExactly(Code.LIMIT_EXCEEDED);
        assertThat(DefinitionReader.ofStored(Definitions.DEFAULTS).read(deep).problems())
                .hasSize(1);
    }

    @Test
    void aTreeThatHoldsItselfIsTooDeep() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        list.add(list);
        assertThat(codes(list)).containsExactly(Code.LIMIT_EXCEEDED);
    }

    @Test
    void hugeListsAreRefusedBySize() {
        assertThat(codes(object("name", "x", "dag", object("nodes", Collections.nCopies(1_000_000, "a")))))
                .containsExactly(Code.LIMIT_EXCEEDED);
        assertThat(codes(definition(with(node("a"), "dependencies", Collections.nCopies(1_000_000, 1)))))
                .containsExactly(Code.LIMIT_EXCEEDED);
    }

    @Test
    void namesOfMembersNeedNotBeText() {
        Map<Object, Object> map = new HashMap<>();
        map.put(null, 1);
        map.put(7, 2);
        assertThat(codes(map)).containsExactly(Code.VALIDATION_ERROR);
        assertThat(codes(definition(with(node("a"), "config", map)))).containsExactly(Code.VALIDATION_ERROR);
    }

    @Test
    void pointersAndMessagesShowWhatCannotBeSent() {
        Problem problem = reader.read(with(definition(node("a")), "k\u0000~/\ud800", 1))
                .problems()
                .get(0);
        assertThat(problem.path()).isEqualTo("/k\\u0000~0~1\\ud800");
        assertThat(problem.message()).startsWith("'k\\u0000~/\\ud800' holds U+0000");
    }

    private List<Code> codes(Object definition) {
        return reader.read(definition).problems().stream().map(Problem::code).toList();
    }

    private static void canBeSent(Problem problem) {
        String all = problem.path() + problem.message() + problem.hint();
        assertThat(all.chars()).noneMatch(unit -> unit == 0 || unit == 0xd800);
        assertThat(problem.message()).isNotBlank().hasSizeLessThan(400);
        assertThat(problem.hint()).isNotBlank();
    }

    /** The tree with one value, drawn at random, replaced by junk. */
    private static Object spoil(Object value, Random random) {
        if (value instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(8) != 0) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            Object name = new ArrayList<>(map.keySet()).get(random.nextInt(map.size()));
            copy.put(name, spoil(map.get(name), random));
            return copy;
        }
        if (value instanceof List<?> list && !list.isEmpty() && random.nextInt(8) != 0) {
            List<Object> copy = new ArrayList<>(list);
            int index = random.nextInt(list.size());
            copy.set(index, spoil(list.get(index), random));
            return copy;
        }
        return JUNK.get(random.nextInt(JUNK.size()));
    }
}
