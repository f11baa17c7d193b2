package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Definitions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keeps the published schema true: it takes and refuses the shapes that the reader takes and refuses. */
class WorkflowSchemaTest {
    private static final Map<?, ?> TREE = (Map<?, ?>) Json.STORED.parse(text());
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text());

    private static final String WHOLE =
            """
            {'$schema':'/schemas/workflow.json','name':'orders','timeout_seconds':60,'on_failure':'continue',
             'dag':{'nodes':[{'id':'a','handler':'echo'},
              {'id':'b','handler':'echo','dependencies':['a'],'config':{'x':'{{ a.y }}'},'condition':'{{ a.y }} == 1',
               'trigger_rule':'all_done','queue':'q','at_most_once':true,'timeout_seconds':0.5,
               'queue_timeout_seconds':10,'retry':{'max_attempts':2,'backoff_seconds':0,'max_backoff_seconds':1,
               'jitter':0,'on':['timeout','worker_lost']}}]}}
            """;

    @Test
    void takesEveryFieldThatTheReaderTakes() {
        Reading reading = read(json(WHOLE));
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.warnings()).isEmpty();
        assertThat(SCHEMA.validate(json(WHOLE), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'on_failure':'cry'",
                "'timeout_seconds':0",
                "'timeout_seconds':'1'",
                "'timeout_seconds':1e9",
                "'name':5",
                "'name':' '",
                "'dag':[]",
                "'dag':{}",
                "'dag':{'nodes':{}}",
                "'dag':{'nodes':[]}"
            })
    void agreesOnDefinitions(String field) {
        agree(field.isEmpty() ? "{}" : with("{'name':'x','dag':{'nodes':[{'id':'a','handler':'echo'}]}}", field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'id':'a b'",
                "'id':''",
                "'id':5",
                "'id':'params'",
                "'id':'secrets'",
                "'handler':''",
                "'handler':1",
                "'dependencies':'a'",
                "'dependencies':[1]",
                "'config':[]",
                "'config':{'a':[1]}",
                "'condition':1",
                "'condition':'1 == 1'",
                "'trigger_rule':'any_success'",
                "'trigger_rule':'ALL_DONE'",
                "'timeout_seconds':-1",
                "'timeout_seconds':0.001",
                "'timeout_seconds':0.0001",
                "'queue_timeout_seconds':0",
                "'queue':''",
                "'queue':1",
                "'at_most_once':1",
                "'at_most_once':false",
                "'retry':[]",
                "'retry':{}",
                "'retry':{'max_attempts':0}",
                "'retry':{'max_attempts':100}",
                "'retry':{'max_attempts':101}",
                "'retry':{'max_attempts':1.5}",
                "'retry':{'max_attempts':2.0}",
                "'retry':{'backoff_seconds':-1}",
                "'retry':{'max_backoff_seconds':'1'}",
                "'retry':{'jitter':1}",
                "'retry':{'jitter':1.1}",
                "'retry':{'on':[]}",
                "'retry':{'on':'timeout'}",
                "'retry':{'on':['rain']}"
            })
    void agreesOnNodes(String field) {
        agree("{'name':'x','dag':{'nodes':[" + with("{'id':'a','handler':'echo'}", field) + "]}}");
    }

    static List<String> fields() {
        Map<?, ?> definitions = (Map<?, ?>) TREE.get("$defs");
        return ((Map<?, ?>) ((Map<?, ?>) definitions.get("node")).get("properties"))
                .keySet().stream().map(String::valueOf).toList();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void namesNoFieldThatTheReaderIgnores(String field) {
        Reading reading = read("{\"name\":\"x\",\"dag\":{\"nodes\":[{\"" + field + "\":null}]}}");
        assertThat(reading.warnings()).isEmpty();
    }

    private static void agree(String definition) {
        String text = json(definition);
        assertThat(SCHEMA.validate(text, InputFormat.JSON).isEmpty())
                .as("schema on %s, where the reader finds %s", text, read(text).problems())
                .isEqualTo(read(text).problems().isEmpty());
    }

    private static Reading read(String definition) {
        return Definitions.reader().read(Json.STORED.parse(definition));
    }

    private static String with(String object, String field) {
        Map<Object, Object> merged = new LinkedHashMap<>((Map<?, ?>) Json.STORED.parse(json(object)));
        merged.putAll((Map<?, ?>) Json.STORED.parse(json("{" + field + "}")));
        return Json.write(merged);
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String text() {
        try (InputStream schema =
                WorkflowSchemaTest.class.getResourceAsStream("/META-INF/resources/schemas/workflow.json")) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
