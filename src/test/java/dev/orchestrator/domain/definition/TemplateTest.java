package dev.orchestrator.domain.definition;

import static dev.orchestrator.domain.definition.Definitions.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.definition.Template.Rendering;
import dev.orchestrator.domain.definition.Template.Rendering.Rendered;
import dev.orchestrator.domain.definition.Template.Rendering.TooLarge;
import dev.orchestrator.domain.definition.Template.Rendering.Unresolved;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final int ROOM = 10_000;
    private static final Map<String, Object> USERS = object(
            "name",
            "Zoë \"Z\"",
            "age",
            41,
            "ratio",
            new BigDecimal("1.50"),
            "vip",
            true,
            "note",
            null,
            "braces",
            "{{ params.id }} ${x}",
            "x-y",
            "dash",
            "output",
            object("output", "inner"),
            "items",
            List.of(object("name", "first"), Arrays.asList("0.0", 7)),
            "2",
            "two");
    private static final Map<String, Object> DATA = Map.of(
            "users",
            USERS,
            "get-users_1",
            object("id", 5),
            "15",
            object("a", "fifteen"),
            "params",
            object("id", 12_345_678_901L, "output", object("x", 1)),
            "execution",
            object("id", "e-1"));
    private static final Scope SCOPE = name -> DATA.getOrDefault(name, Scope.MISSING);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // one reference keeps its type
                "{{ users.age }}                  | 41",
                "{{users.age}}                    | 41",
                "${users.age}                     | 41",
                "${ users.output.age }            | 41",
                "{{ users.output.age }}           | 41",
                "{{ users.ratio }}                | 1.50",
                "{{ users.vip }}                  | true",
                "{{ users.note }}                 | null",
                "{{ users.items }}                | [{\"name\":\"first\"},[\"0.0\",7]]",
                "{{ get-users_1 }}                | {\"id\":5}",
                "{{ get-users_1.output }}         | {\"id\":5}",
                "{{ params.id }}                  | 12345678901",
                "{{ execution.id }}               | \"e-1\"",
                // paths
                "{{ users.items[0].name }}        | \"first\"",
                "{{ users.items.0.name }}         | \"first\"",
                "{{ users.items[1][1] }}          | 7",
                "{{ users['x-y'] }}               | \"dash\"",
                "{{ users[\"x-y\"] }}             | \"dash\"",
                "{{ users.x-y }}                  | \"dash\"",
                "{{ users.2 }}                    | \"two\"",
                "{{ users.output.output.output }} | \"inner\"",
                "{{ users['output'].output }}     | \"inner\"",
                "{{ params.output.x }}            | 1",
                "{{ 15['a'] }}                    | \"fifteen\"",
                "{{ 15.a }}                       | \"fifteen\"",
                // inside text
                "is {{ users.age }}!              | \"is 41!\"",
                "{{ users.name }}, {{users.vip}}  | \"Zoë \\\"Z\\\", true\"",
                "{{ users.items[0] }} ok          | \"{\\\"name\\\":\\\"first\\\"} ok\"",
                "note: ${users.note}              | \"note: null\"",
                "{\"a\":{\"b\":{{ users.age }}}}  | \"{\\\"a\\\":{\\\"b\\\":41}}\"",
                "{{{ users.age }}}                | \"{41}\"",
                "Total: ${{ users.age }}          | \"Total: $41\"",
                // data is never parsed
                "{{ users.braces }}               | \"{{ params.id }} ${x}\"",
                "a {{ users.braces }}             | \"a {{ params.id }} ${x}\"",
                // defaults
                "{{ users.gone ?? 'none' }}       | \"none\"",
                "{{ nobody.x ?? \"a 'b'\" }}      | \"a 'b'\"",
                "{{ users.gone ?? -1.5 }}         | -1.5",
                "${users.gone ?? false}           | false",
                "{{ users.gone ?? null }}         | null",
                "{{ users.note ?? 'none' }}       | \"none\"",
                "{{ users.age ?? 'none' }}        | 41",
                "<{{ users.gone ?? 7 }}>          | \"<7>\"",
                // plain text
                "$5 and {one} $ $$ }}             | \"$5 and {one} $ $$ }}\"",
                "$${HOME}                         | \"${HOME}\"",
                "a $${HOME} {{ users.age }}       | \"a ${HOME} 41\"",
                "{{ '{{' }} x }}                  | \"{{ x }}\"",
                "{{ 'it\\'s \\\\' }}              | \"it's \\\\\"",
                "{{ 5 }}                          | 5",
                "``                               | \"\"",
            })
    @Defect("Values turned into the text form of the host language")
    void rendersStrings(String text, String json) {
        assertThat(render(Arrays.asList(text))).isEqualTo(new Rendered("[" + json + "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{ users.gone }}      | users.gone",
                "x ${ users.gone.x }   | users.gone.x",
                "{{ users.age.x }}     | users.age.x",
                "{{ users.items[2] }}  | users.items[2]",
                "{{ users.items.x }}   | users.items.x",
                "{{ users[0] }}        | users[0]",
                "{{ nobody }}          | nobody",
                "{{ nobody.output.x }} | nobody.output.x",
            })
    @Defect("Unresolved placeholders passed on as text")
    void namesWhatHasNothingBehindIt(String text, String reference) {
        Object config = object("ok", "{{ users.age }}", "a/b", List.of(1, object("c", text)));
        assertThat(render(config)).isEqualTo(new Unresolved(reference, "/a~1b/1/c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{",
                "{{ ",
                "{{ a.b",
                "{{ a.b }",
                "{{}}",
                "{{ . }}",
                "{{ a. }}",
                "{{ .a }}",
                "{{ a..b }}",
                "{{ a b }}",
                "{{ a[ }}",
                "{{ a[] }}",
                "{{ a[-1] }}",
                "{{ a['x }}",
                "{{ a['x' }}",
                "{{ a[99999999999] }}",
                "{{ a ?? }}",
                "{{ a ?? b }}",
                "{{ a ?? 'x' 'y' }}",
                "{{ 'x' ?? 'y' }}",
                "{{ 'x }}",
                "{{ a | upper }}",
                "{{ a.b() }}",
                "{{ -a.b }}",
                "${",
                "${}",
                "${a.b",
                "${a b}",
                "${HOME:-x}",
                "{{ é.b }}",
                "{{ a.b \ud83d\ude00 }}"
            })
    void refusesWhatIsNoExpression(String text) {
        assertThatThrownBy(() -> Template.of(object("x", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INVALID_TEMPLATE")
                .hasMessageContaining("path=/x")
                .hasMessageContaining("at character ");
    }

    @Test
    void aSecretIsLeftOutAndItsPlaceIsNamed() {
        Map<String, Object> config = new java.util.LinkedHashMap<>();
        config.put("whole", "{{ secrets.KEY }}");
        config.put("text", "Bearer ${secrets.output}, {{ secrets.KEY }}!");
        config.put("data", "{{ params.x }}");
        Scope scope = name -> Map.of("x", "{{ secrets.KEY }}");
        Template.Rendering.Rendered rendered =
                (Template.Rendering.Rendered) Template.of(config).render(scope, 1_000);
        assertThat(rendered.json())
                .as("what data says is no reference")
                .isEqualTo("{\"whole\":\"\",\"text\":\"Bearer , !\",\"data\":\"{{ secrets.KEY }}\"}");
        assertThat(rendered.secrets())
                .containsExactly(new SecretSlot(10, "KEY"), new SecretSlot(27, "output"), new SecretSlot(29, "KEY"));
    }

    @Test
    void keepsEverythingElseAsItIs() {
        Object config =
                object("{{ a }}", Arrays.asList(1, 2.5, true, null, "té\n\u0001\u2028\ud83d\ude00"), "o", object());
        assertThat(render(config))
                .isEqualTo(new Rendered("{\"{{ a }}\":[1,2.5,true,null,\"té\\n\\u0001\u2028\ud83d\ude00\"],\"o\":{}}"));
    }

    @Test
    void aConstantIsRenderedOnce() {
        Template template = Template.of(object("x", 1));
        assertThat(template.render(SCOPE, ROOM)).isSameAs(template.render(SCOPE, ROOM));
        assertThat(template.references()).isEmpty();
    }

    @Test
    void tellsItsReferences() {
        Template template = Template.of(List.of("{{ a.output.b[0] }} ${a.b[0]}", object("k", "{{params.x ?? 1}}")));
        assertThat(template.references())
                .isEqualTo(Set.of(
                        new Reference("a", List.of("b", 0), Reference.NO_FALLBACK),
                        new Reference("params", List.of("x"), 1)));
    }

    @Test
    void stopsWhenTheTextGetsTooLong() {
        String large = "\u0001".repeat(256 * 1024);
        Scope scope = name -> object("x", large, "list", List.of(large, large));
        String many = "{{ a.x }}{{ a.list }}".repeat(1_000);

        assertThat(Template.of(object("x", many)).render(scope, 1 << 20)).isEqualTo(new TooLarge());
        assertThat(Template.of(object("x", "{{ a.list }}")).render(scope, 1 << 20))
                .isEqualTo(new TooLarge());
        assertThat(Template.of(object("x", "12345")).render(scope, 12)).isEqualTo(new TooLarge());
        assertThat(Template.of(object("x", "12345")).render(scope, 13)).isEqualTo(new Rendered("{\"x\":\"12345\"}"));
        assertThat(Template.of(List.of("{{ a.y ?? '12' }}")).render(scope, 6)).isEqualTo(new Rendered("[\"12\"]"));
        assertThat(Template.of(List.of("{{ a.y ?? '12' }}")).render(scope, 5)).isEqualTo(new TooLarge());
    }

    @Test
    void dataMayBeDeeperThanAnyStack() {
        Object deep = "core";
        for (int i = 0; i < 100_000; i++) {
            deep = List.of(deep);
        }
        Object data = deep;
        Rendering rendering = Template.of(List.of("{{ a }}", "in {{ a }}")).render(name -> data, 1 << 20);
        assertThat(((Rendered) rendering).json()).hasSize(400_000 + 2 * 4 + 2 + 2 + 5 + 4 + 1);
    }

    private static Rendering render(Object config) {
        return Template.of(config).render(SCOPE, ROOM);
    }
}
