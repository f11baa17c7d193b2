package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.orchestrator.adapters.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be wrong with a definition that is JSON: the status, the code, and the place that is named. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class BadDefinitionTest {
    private static final String API = "/api/v1/workflow";
    private static final String JSON = "Content-Type: application/json\r\n";

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments("{}", "/name"),
                arguments("{'name':'x'}", "/dag"),
                arguments("{'dag':{'nodes':[{'id':'a','handler':'echo'}]}}", "/name"),
                arguments("{'name':null,'dag':{'nodes':[]}}", "/name"),
                arguments("{'name':7,'dag':{'nodes':[]}}", "/name"),
                arguments("{'name':['x'],'dag':{'nodes':[]}}", "/name"),
                arguments("{'name':'','dag':{'nodes':[]}}", "/name"),
                arguments("{'name':'" + "n".repeat(300) + "','dag':{'nodes':[]}}", "/name"),
                arguments("{'name':'x','dag':[]}", "/dag"),
                arguments("{'name':'x','dag':'nodes'}", "/dag"),
                arguments("{'name':'x','dag':{}}", "/dag/nodes"),
                arguments("{'name':'x','dag':{'nodes':{}}}", "/dag/nodes"),
                arguments("{'name':'x','dag':{'nodes':'a'}}", "/dag/nodes"),
                arguments("{'name':'x','dag':{'nodes':[1]}}", "/dag/nodes/0"),
                arguments("{'name':'x','dag':{'nodes':[null]}}", "/dag/nodes/0"),
                arguments("{'name':'x','dag':{'nodes':[[]]}}", "/dag/nodes/0"),
                arguments(nodes("{'handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'a'}"), "/dag/nodes/0/handler"),
                arguments(nodes("{'id':1,'handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':true,'handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'','handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'a b','handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'-a','handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'a.b','handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'\u00e4','handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'params','handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'" + "i".repeat(129) + "','handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'" + "i".repeat(9_999) + "','handler':'echo'}"), "/dag/nodes/0/id"),
                arguments(nodes("{'id':'a','handler':5}"), "/dag/nodes/0/handler"),
                arguments(nodes("{'id':'a','handler':''}"), "/dag/nodes/0/handler"),
                arguments(node("'dependencies':'b'"), "/dag/nodes/0/dependencies"),
                arguments(node("'dependencies':{}"), "/dag/nodes/0/dependencies"),
                arguments(node("'dependencies':[1]"), "/dag/nodes/0/dependencies/0"),
                arguments(node("'dependencies':[null]"), "/dag/nodes/0/dependencies/0"),
                arguments(node("'config':[]"), "/dag/nodes/0/config"),
                arguments(node("'config':'x'"), "/dag/nodes/0/config"),
                arguments(node("'condition':5"), "/dag/nodes/0/condition"),
                arguments(node("'condition':{}"), "/dag/nodes/0/condition"),
                arguments(node("'trigger_rule':'sometimes'"), "/dag/nodes/0/trigger_rule"),
                arguments(node("'trigger_rule':1"), "/dag/nodes/0/trigger_rule"),
                arguments(node("'timeout_seconds':'1'"), "/dag/nodes/0/timeout_seconds"),
                arguments(node("'timeout_seconds':0"), "/dag/nodes/0/timeout_seconds"),
                arguments(node("'timeout_seconds':-1"), "/dag/nodes/0/timeout_seconds"),
                arguments(node("'timeout_seconds':1e300"), "/dag/nodes/0/timeout_seconds"),
                arguments(node("'timeout_seconds':" + "9".repeat(900)), "/dag/nodes/0/timeout_seconds"),
                arguments(node("'queue_timeout_seconds':true"), "/dag/nodes/0/queue_timeout_seconds"),
                arguments(node("'queue':7"), "/dag/nodes/0/queue"),
                arguments(node("'at_most_once':'yes'"), "/dag/nodes/0/at_most_once"),
                arguments(node("'retry':3"), "/dag/nodes/0/retry"),
                arguments(node("'retry':{'max_attempts':0}"), "/dag/nodes/0/retry/max_attempts"),
                arguments(node("'retry':{'max_attempts':1.5}"), "/dag/nodes/0/retry/max_attempts"),
                arguments(node("'retry':{'max_attempts':'4'}"), "/dag/nodes/0/retry/max_attempts"),
                arguments(node("'retry':{'backoff_seconds':-1}"), "/dag/nodes/0/retry/backoff_seconds"),
                arguments(node("'retry':{'jitter':2}"), "/dag/nodes/0/retry/jitter"),
                arguments(node("'retry':{'on':['rain']}"), "/dag/nodes/0/retry/on/0"),
                arguments("{'name':'x','timeout_seconds':'1','dag':{'nodes':[]}}", "/timeout_seconds"),
                arguments("{'name':'x','on_failure':'cry','dag':{'nodes':[]}}", "/on_failure"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void refusesShapes(String body, String path) {
        expect(body, 422, "VALIDATION_ERROR", path);
    }

    static Stream<Arguments> graphs() {
        return Stream.of(
                arguments("EMPTY_WORKFLOW", "/dag/nodes", "{'name':'x','dag':{'nodes':[]}}"),
                arguments("DUPLICATE_NODE_ID", "/dag/nodes/1/id", nodes(echo("a", ""), echo("a", ""))),
                arguments("INVALID_NODE_REFERENCE", "/dag/nodes/0/dependencies/0", nodes(echo("a", "'b'"))),
                arguments("CYCLIC_DEPENDENCY", "", nodes(echo("a", "'a'"))),
                arguments("CYCLIC_DEPENDENCY", "", nodes(echo("a", "'b'"), echo("b", "'a'"))),
                arguments("CYCLIC_DEPENDENCY", "", nodes(echo("a", ""), echo("b", "'c','a'"), echo("c", "'b'"))),
                arguments("INVALID_TEMPLATE", "/dag/nodes/0/config/x", node("'config':{'x':'{{ b.y'}")),
                arguments("INVALID_TEMPLATE", "/dag/nodes/0/config/x", node("'config':{'x':'{{ }}'}")),
                arguments("INVALID_TEMPLATE", "/dag/nodes/0/config/x", node("'config':{'x':'{{ b.y }}'}")),
                arguments("INVALID_TEMPLATE", "/dag/nodes/0/config/x", node("'config':{'x':'${b.output.y}'}")),
                arguments("INVALID_CONDITION", "/dag/nodes/0/condition", node("'condition':'== =='")),
                arguments("INVALID_CONDITION", "/dag/nodes/0/condition", node("'condition':'(1 == 1'")),
                arguments(
                        "INVALID_CONFIG",
                        "/dag/nodes/0/config/operator",
                        nodes("{'id':'a','handler':'decision','config':{'operator':'~'}}")));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("graphs")
    void refusesGraphs(String code, String path, String body) {
        expect(body, 400, code, path);
    }

    @Test
    void namesAllThatIsWrong() {
        Map<?, ?> document =
                expect(nodes("{'id':1,'handler':2}", "{'id':'b','handler':''}"), 422, "VALIDATION_ERROR", "");
        assertThat((List<?>) document.get("problems")).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void namesTheCycle() {
        Map<?, ?> document =
                expect(nodes(echo("first", "'second'"), echo("second", "'first'")), 400, "CYCLIC_DEPENDENCY", "");
        assertThat(document.get("detail")).asString().contains("first").contains("second");
    }

    @Test
    void refusesWhatIsOverALimit() {
        expect(node("'config':{'x':'" + "y".repeat(70_000) + "'}"), 413, "LIMIT_EXCEEDED", "/dag/nodes/0/config");
        String many = IntStream.range(0, 10_001)
                .mapToObj(i -> "{'id':'n" + i + "','handler':'echo'}")
                .collect(Collectors.joining(",", "{'name':'x','dag':{'nodes':[", "]}}"));
        expect(many, 413, "LIMIT_EXCEEDED", "/dag/nodes");
        String dependencies = IntStream.range(0, 100_001).mapToObj(i -> "'a'").collect(Collectors.joining(","));
        expect(node("'dependencies':[" + dependencies + "]"), 413, "LIMIT_EXCEEDED", "/dag/nodes");
    }

    @Test
    void warnsOfUnknownFields() {
        byte[] body = bytes("{'name':'x','owner':'me','dag':{'nodes':[{'id':'a','handler':'echo','color':1}]}}");
        Wire.Answer answer = Wire.send("POST", API, JSON, body);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).contains("UNKNOWN_FIELD", "/owner", "/dag/nodes/0/color");
    }

    private static Map<?, ?> expect(String body, int status, String code, String path) {
        Wire.Answer answer = Wire.send("POST", API, JSON, bytes(body));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        Map<?, ?> document = (Map<?, ?>) Json.STORED.parse(answer.body());
        assertThat(document.get("error_code")).isEqualTo(code);
        assertThat((List<?>) document.get("problems"))
                .as(answer.body())
                .anySatisfy(problem ->
                        assertThat(((Map<?, ?>) problem).get("path")).asString().startsWith(path));
        checked(body, code);
        return document;
    }

    /** The check of the same definition finds the same, and calls it an answer. */
    private static void checked(String body, String code) {
        Wire.Answer answer = Wire.send("POST", API + "/validate", JSON, bytes(body));
        assertThat(answer.status()).isEqualTo(200);
        Map<?, ?> check = (Map<?, ?>) Json.STORED.parse(answer.body());
        assertThat(check.get("valid")).isEqualTo(false);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    private static byte[] bytes(String body) {
        return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String node(String field) {
        return nodes("{'id':'a','handler':'echo'," + field + "}");
    }

    private static String echo(String id, String dependencies) {
        return "{'id':'" + id + "','handler':'echo','dependencies':[" + dependencies + "]}";
    }

    private static String nodes(String... nodes) {
        return "{'name':'x','dag':{'nodes':[" + String.join(",", nodes) + "]}}";
    }
}
