package dev.orchestrator.domain.definition;

import static dev.orchestrator.domain.definition.Definitions.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.defects.Defect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Map<String, Object> A = object("yes", true, "no", false, "n", 5, "ten", "10", "half", 0.5);
    private static final Map<String, Object> DATA = new HashMap<>();
    private static final Scope SCOPE = name -> DATA.getOrDefault(name, Scope.MISSING);

    static {
        A.putAll(object("text", " gold ", "True", "True", "null", null, "zero", 0, "empty", "", "nothing", List.of()));
        A.putAll(object("some", List.of(1), "attack", "x' || 'x' == 'x", "No", "No", "url", "http://a.example/x"));
        DATA.put("a", A);
        DATA.put("is-vip_1", object("result", true));
        DATA.put("params", object("min", 3));
        DATA.put("list", List.of("p", "q"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // as the original wrote them
                "{{ is-vip_1.result }} == True",
                "{{ is-vip_1.result }} == true",
                "{{ is-vip_1.result }} == 'True'",
                "'{{ is-vip_1.result }}' == 'True'",
                "\"{{is-vip_1.result}}\"==\"true\"",
                "{{ a.no }} == False",
                "{{ a.text }} == gold",
                "gold == {{ a.text }}",
                "{{ a.text }} != silver",
                "{{ a.True }} == True",
                "{{ a.url }} == http://a.example/x",
                "{{ a.null }} == None",
                // references in all spellings
                "{{ a.yes }}",
                "${a.yes}",
                "a.yes",
                "a.output.yes",
                "is-vip_1.result",
                "list[0] == 'p'",
                "list['1'] == 'q'",
                "{{ list }}",
                "{{ a.gone ?? true }}",
                "a.gone ?? 3 == 3",
                "'<{{ a.n }}|{{ a.gone }}>' == '<5|null>'",
                // comparisons
                "{{ a.n }} == 5.0",
                "{{ a.n }} > {{ params.min }}",
                "{{ a.n }}<=5 && a.n>=5",
                "{{ a.ten }} > 9",
                "{{ a.ten }} > '9'",
                "{{ a.half }} < 1e0",
                "{{ a.n }} != '5x'",
                "{{ a.text }} < 'silver'",
                "'b' > 'a'",
                "1 < 2",
                "-1 < +1",
                // missing is null
                "{{ a.gone }} == null",
                "{{ nobody.at.all }} == null",
                "!{{ a.gone }}",
                "not {{ a.null }}",
                "{{ a.gone }} != 'x'",
                // truth of values
                "!a.zero && !a.empty && !a.nothing && !a.No",
                "a.some && a.text && a.n",
                "'yes'",
                "true",
                // operators
                "true || false && false",
                "(true || false) && true",
                "not a.n == 6",
                "!a.no == true",
                "not (true and false) or false",
                "TRUE == {{ a.yes }} AND NOT false",
                "((((a.yes))))",
                "!!a.yes",
                "not not a.yes",
                "  a.yes  ",
            })
    @Defect("Node ids with - that never resolve")
    void holds(String condition) {
        assertThat(Condition.of(condition).holds(SCOPE)).as(condition).isTrue();
        assertThat(Condition.of("!(" + condition + ")").holds(SCOPE))
                .as("not %s", condition)
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ a.attack }} == 'x'",
                "{{ a.gone }} < 1",
                "{{ a.gone }} >= null",
                "{{ a.text }} > 1",
                "{{ a.yes }} > 0",
                "{{ a.some }} < 2",
                "{{ a.some }} == '[1]'",
                "{{ a.yes }} == 1",
                "{{ a.null }} == 'null'",
                "'1' == '1.0'",
                "'false'",
                "false",
                "null",
                "0",
                "0.0",
                "''",
            })
    @Defect("Data that changes a condition (x == x)")
    void doesNotHold(String condition) {
        assertThat(Condition.of(condition).holds(SCOPE)).as(condition).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "==",
                "a.b ==",
                "== a.b",
                "a.b = 1",
                "a.b === 1",
                "a.b == 1 == 2",
                "a.b & a.c",
                "a.b && ",
                "a.b || || a.c",
                "(a.b",
                "a.b)",
                "()",
                "!",
                "not",
                "a.b not a.c",
                "{{ a.b",
                "{{ a.b } == 1",
                "{{ }}",
                "'open",
                "'{{ a.b' == 1",
                "gold",
                "status == 'ok'",
                "gold == silver",
                "a.b == hello world",
                "a.b == 1 a.c",
                "a..b",
                "a[b] == 1",
                "a.b ?? c",
                "{{ a.b }} == {x}",
                "a.b == \"x'",
                "a.b <> 1",
            })
    void refusesWhatIsNoCondition(String condition) {
        assertThatThrownBy(() -> Condition.of(condition))
                .as(condition)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at character ");
    }

    @Test
    void pointsAtTheCharacter() {
        assertThatThrownBy(() -> Condition.of("a.b == '{{ x y }}'"))
                .hasMessage("expected '}}' but found 'y' at character 14 of a.b == '{{ x y }}'");
    }

    @Test
    void tellsItsReferences() {
        assertThat(Condition.of("{{ a.x }} == 'b {{ c.y }}' || !params.z[0] && d.e > 1")
                        .references())
                .extracting(Reference::root)
                .isEqualTo(List.of("a", "c", "params", "d"));
        assertThat(Condition.of("1 == 1").references()).isEqualTo(Set.of());
    }

    @Test
    void nestingIsBounded() {
        assertThat(Condition.of("(".repeat(50) + "true" + ")".repeat(50)).holds(SCOPE))
                .isTrue();
        for (String opening : List.of("(", "!", "not ", "!(", "not (")) {
            assertThatThrownBy(() -> Condition.of(opening.repeat(5_000) + "true"))
                    .hasMessageContaining("levels deep");
        }
    }

    @Test
    void lengthIsNotBoundedByTheStack() {
        assertThat(Condition.of("true && ".repeat(5_000) + "true").holds(SCOPE)).isTrue();
        assertThat(Condition.of("a" + ".b".repeat(20_000) + " == null").holds(SCOPE))
                .isTrue();
    }

    @Test
    void neverThrowsForAnyText() {
        String alphabet = "ab.1 ?'\"{}[]$()!=<>&|-_\\é\u0000\ud83d";
        Random random = new Random(42);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(25); length > 0; length--) {
                text.append(random.nextInt(4) == 0 ? "{{ a.b }}" : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            evaluate(text.toString());
        }
    }

    private static void evaluate(String text) {
        Condition condition;
        try {
            condition = Condition.parse(text);
        } catch (SyntaxError expected) {
            assertThat(expected.describe()).contains("at character");
            return;
        }
        assertThat(condition.holds(SCOPE)).isIn(true, false);
    }
}
