package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.orchestrator.adapters.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a client can get wrong about a request, and the answer to each. None is a 500. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class BadRequestTest {
    private static final String API = "/api/v1/workflow";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String ID = UUID.randomUUID().toString();

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments("empty body", "", 400, "MALFORMED_JSON"),
                arguments("only blanks", " \n ", 400, "MALFORMED_JSON"),
                arguments("cut off", "{\"name\":", 400, "MALFORMED_JSON"),
                arguments("no JSON at all", "name=x", 400, "MALFORMED_JSON"),
                arguments("trailing comma", "{\"name\":\"x\",}", 400, "MALFORMED_JSON"),
                arguments("single quotes", "{'name':'x'}", 400, "MALFORMED_JSON"),
                arguments("bare names", "{name:\"x\"}", 400, "MALFORMED_JSON"),
                arguments("comment", "/* hi */ {\"name\":\"x\"}", 400, "MALFORMED_JSON"),
                arguments("two values", "{\"name\":\"x\"}{\"name\":\"y\"}", 400, "MALFORMED_JSON"),
                arguments("something behind", "{\"name\":\"x\"} x", 400, "MALFORMED_JSON"),
                arguments("same key twice", "{\"name\":\"x\",\"name\":\"y\"}", 400, "MALFORMED_JSON"),
                arguments("NaN", "{\"name\":\"x\",\"timeout_seconds\":NaN}", 400, "MALFORMED_JSON"),
                arguments("Infinity", "{\"name\":\"x\",\"timeout_seconds\":-Infinity}", 400, "MALFORMED_JSON"),
                arguments("leading zero", "{\"name\":\"x\",\"timeout_seconds\":012}", 400, "MALFORMED_JSON"),
                arguments("hex", "{\"name\":\"x\",\"timeout_seconds\":0x10}", 400, "MALFORMED_JSON"),
                arguments("raw newline in text", "{\"name\":\"a\nb\"}", 400, "MALFORMED_JSON"),
                arguments("raw NUL in text", "{\"name\":\"a\0b\"}", 400, "MALFORMED_JSON"),
                arguments("raw NUL before", "\0{}", 400, "MALFORMED_JSON"),
                arguments("bad escape", "{\"name\":\"\\q\"}", 400, "MALFORMED_JSON"),
                arguments("escaped NUL in text", "{\"name\":\"a\\u0000b\"}", 422, "VALIDATION_ERROR"),
                arguments("escaped NUL in a key", "{\"name\":\"x\",\"a\\u0000\":1}", 422, "VALIDATION_ERROR"),
                arguments("high surrogate alone", "{\"name\":\"\\ud83d\"}", 422, "VALIDATION_ERROR"),
                arguments("low surrogate alone", "{\"name\":\"\\ude00x\"}", 422, "VALIDATION_ERROR"),
                arguments("surrogates swapped", "{\"name\":\"\\ude00\\ud83d\"}", 422, "VALIDATION_ERROR"),
                arguments("deep list", "[".repeat(5_000) + "]".repeat(5_000), 413, "LIMIT_EXCEEDED"),
                arguments("deep, never closed", "[".repeat(5_000), 413, "LIMIT_EXCEEDED"),
                arguments("deep objects", "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000), 413, "LIMIT_EXCEEDED"),
                arguments("one level too deep", "[".repeat(65) + "]".repeat(65), 413, "LIMIT_EXCEEDED"),
                arguments("long number", "{\"name\":" + "9".repeat(2_000) + "}", 413, "LIMIT_EXCEEDED"),
                arguments("huge exponent", "{\"name\":1e999999999}", 413, "LIMIT_EXCEEDED"),
                arguments("tiny exponent", "{\"name\":1e-999999999999}", 413, "LIMIT_EXCEEDED"),
                arguments("long key", "{\"" + "k".repeat(70_000) + "\":1}", 413, "LIMIT_EXCEEDED"),
                arguments("too long", "\"" + "x".repeat(4 * 1024 * 1024) + "\"", 413, "LIMIT_EXCEEDED"),
                arguments("null", "null", 422, "VALIDATION_ERROR"),
                arguments("true", "true", 422, "VALIDATION_ERROR"),
                arguments("number", "1e400", 422, "VALIDATION_ERROR"),
                arguments("text", "\"x\"", 422, "VALIDATION_ERROR"),
                arguments("list", "[{\"name\":\"x\"}]", 422, "VALIDATION_ERROR"),
                arguments("params a list", "{\"name\":\"x\",\"params\":[]}", 422, "VALIDATION_ERROR"),
                arguments("params a text", "{\"name\":\"x\",\"params\":\"a=1\"}", 422, "VALIDATION_ERROR"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void refusesBodies(String what, String body, int status, String code) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        expect(Wire.send("POST", API, JSON, bytes), status, code);
        expect(Wire.sendChunked("POST", API, JSON, bytes), status, code);
    }

    static Stream<Arguments> bytes() {
        return Stream.of(
                arguments("Latin-1", "{\"name\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1)),
                arguments("UTF-16", "{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_16)),
                arguments("overlong form", new byte[] {'"', (byte) 0xC0, (byte) 0xAF, '"'}),
                arguments("encoded surrogate", new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}),
                arguments("cut sequence", new byte[] {'"', (byte) 0xE2, (byte) 0x82, '"'}),
                arguments("above Unicode", new byte[] {'"', (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'}),
                arguments("gzip", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bytes")
    void refusesWhatIsNotUtf8(String what, byte[] body) {
        expect(Wire.send("POST", API, JSON, body), 400, "MALFORMED_JSON");
        expect(Wire.send("POST", API + "/validate", JSON, body), 400, "MALFORMED_JSON");
    }

    static Stream<Arguments> triggerBodies() {
        return Stream.of(
                arguments("[]", 422, "VALIDATION_ERROR"),
                arguments("null", 422, "VALIDATION_ERROR"),
                arguments("\"x\"", 422, "VALIDATION_ERROR"),
                arguments("{\"params\":1}", 422, "VALIDATION_ERROR"),
                arguments("{\"params\":[1]}", 422, "VALIDATION_ERROR"),
                arguments("{\"params\":{\"a\":\"\\u0000\"}}", 422, "VALIDATION_ERROR"),
                arguments("{\"params\":{", 400, "MALFORMED_JSON"),
                arguments("{\"params\":{}}", 404, "EXECUTION_NOT_FOUND"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("triggerBodies")
    void refusesTriggers(String body, int status, String code) {
        expect(Wire.send("POST", API + "/trigger/" + ID, JSON, body.getBytes(StandardCharsets.UTF_8)), status, code);
    }

    static Stream<Arguments> requests() {
        String form = "Content-Type: application/x-www-form-urlencoded\r\n";
        return Stream.of(
                // content types
                arguments("POST", API, form, "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("POST", API, "Content-Type: text/plain\r\n", "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("POST", API, "Content-Type: nonsense\r\n", "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("POST", API, "Content-Type: a/b/c;;=\r\n", "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("POST", API, "Content-Type: ;\r\n", "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("POST", API, "Content-Type: \r\n", "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("POST", API, "Content-Type: multipart/form-data\r\n", "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments(
                        "POST",
                        API,
                        "Content-Type: application/json; charset=utf-16\r\n",
                        "{}",
                        415,
                        "UNSUPPORTED_MEDIA_TYPE"),
                arguments("POST", API + "/trigger/" + ID, form, "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("POST", API + "/validate", form, "{}", 415, "UNSUPPORTED_MEDIA_TYPE"),
                arguments("POST", API, "", "{}", 422, "VALIDATION_ERROR"),
                arguments("GET", API, "Accept: image/png\r\n", "", 406, "NOT_ACCEPTABLE"),
                arguments("GET", API, "Accept: nonsense\r\n", "", 406, "NOT_ACCEPTABLE"),
                // methods
                arguments("PUT", API, "", "", 405, "METHOD_NOT_ALLOWED"),
                arguments("PATCH", API + "/" + ID, JSON, "{}", 405, "METHOD_NOT_ALLOWED"),
                arguments("POST", API + "/" + ID, JSON, "{}", 405, "METHOD_NOT_ALLOWED"),
                arguments("GET", API + "/trigger/" + ID, "", "", 405, "METHOD_NOT_ALLOWED"),
                arguments("DELETE", API, "", "", 405, "METHOD_NOT_ALLOWED"),
                arguments("BREW", API, "", "", 405, "METHOD_NOT_ALLOWED"),
                // ids
                arguments("GET", API + "/" + ID, "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("DELETE", API + "/" + ID, "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("GET", API + "/" + ID + "/results", "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("POST", API + "/trigger/" + ID, "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("GET", API + "/42", "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("GET", API + "/1-1-1-1-1", "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("GET", API + "/" + ID + "x", "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("GET", API + "/%00", "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("GET", API + "/%C3%28", "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("GET", API + "/" + "9".repeat(3_000), "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("DELETE", API + "/nonsense", "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("POST", API + "/trigger/nonsense", "", "", 404, "EXECUTION_NOT_FOUND"),
                arguments("POST", API + "/trigger/nonsense", JSON, "[", 404, "EXECUTION_NOT_FOUND"),
                arguments("GET", API + "/nonsense/results", "", "", 404, "EXECUTION_NOT_FOUND"),
                // paths
                arguments("GET", API + "/" + ID + "/nothing", "", "", 404, "NOT_FOUND"),
                arguments("GET", "/api/v1/nothing", "", "", 404, "NOT_FOUND"),
                arguments("GET", "/api/v2/workflow", "", "", 404, "NOT_FOUND"),
                arguments("POST", "/nothing", JSON, "{}", 404, "NOT_FOUND"),
                arguments("GET", "/nothing.html", "", "", 404, "NOT_FOUND"),
                arguments("GET", "/../../etc/passwd", "", "", 404, "NOT_FOUND"),
                // query parameters
                arguments("POST", API + "?trigger=maybe", JSON, "{}", 422, "VALIDATION_ERROR"),
                arguments("POST", API + "?wait=soon", JSON, "{}", 422, "VALIDATION_ERROR"),
                arguments("POST", API + "?wait=-1", JSON, "{}", 422, "VALIDATION_ERROR"),
                arguments("POST", API + "?wait=61", JSON, "{}", 422, "VALIDATION_ERROR"),
                arguments("POST", API + "?wait=1e9", JSON, "{}", 422, "VALIDATION_ERROR"),
                arguments("POST", API + "?wait=1e-99", JSON, "{}", 422, "VALIDATION_ERROR"),
                arguments("POST", API + "?wait=1e99999999", JSON, "{}", 422, "VALIDATION_ERROR"),
                arguments("POST", API + "?wait=NaN", JSON, "{}", 422, "VALIDATION_ERROR"),
                arguments("POST", API + "?wait=1&trigger=false", JSON, "{}", 422, "VALIDATION_ERROR"),
                arguments("POST", API + "/trigger/" + ID + "?wait=x", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?status=DONE", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?name=a%00b", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?name=" + "n".repeat(2_000), "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?since=yesterday", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?since=2030-13-01", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?since=-999999999-01-01T00:00:00Z", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?since=%2B999999999-01-01T00:00:00Z", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?cursor=abc", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?limit=0", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?limit=501", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?limit=ten", "", "", 422, "VALIDATION_ERROR"),
                arguments("GET", API + "?limit=99999999999", "", "", 422, "VALIDATION_ERROR"));
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @MethodSource("requests")
    void refusesRequests(String method, String target, String headers, String body, int status, String code) {
        expect(Wire.send(method, target, headers, body.getBytes(StandardCharsets.UTF_8)), status, code);
    }

    @Test
    void namesEveryBadParameterAtOnce() {
        Wire.Answer answer = Wire.send("GET", API + "?limit=0&status=x&cursor=y", "", new byte[0]);
        assertThat(answer.body()).contains("\"?limit\"", "\"?status\"", "\"?cursor\"");
    }

    @Test
    void tellsWhichHeaderIsWrong() {
        Wire.Answer answer = Wire.send("POST", API, "Content-Type: text/plain\r\n", new byte[] {'{', '}'});
        assertThat(answer.body()).contains("Content-Type: application/json");
        assertThat(answer.header("Accept-Post")).isEqualTo("application/json");
    }

    @Test
    void tellsWhichMethodsAPathTakes() {
        assertThat(Wire.send("PUT", API, "", new byte[0]).header("Allow")).contains("GET", "POST");
    }

    @Test
    void doesNotAskForBodiesThatItWouldRefuse() {
        String headers = JSON + "Expect: 100-continue\r\nContent-Length: 5000000\r\n";
        expect(Wire.send("POST", API, headers, new byte[0]), 413, "LIMIT_EXCEEDED");
    }

    /** Quarkus itself answers these, before any route is asked, and says no more than the status. */
    @ParameterizedTest
    @ValueSource(strings = {"/%zz", API + "/%zz", API + "/%", API + "?limit=%zz", API + "/a b", "//[x"})
    void refusesTargetsThatAreNoUri(String target) {
        assertThat(Wire.send("GET", target, "", new byte[0]).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "name", "since", "cursor", "limit"})
    void takesAnEmptyParameterAsNotGiven(String name) {
        assertThat(Wire.send("GET", API + "?" + name + "=", "", new byte[0]).status())
                .isEqualTo(200);
    }

    @Test
    void stopsReadingFromAClientThatNeverStops() {
        String headers = JSON + "Content-Length: 99999999999\r\n";
        expect(Wire.send("POST", API, headers, new byte[0]), 413, "LIMIT_EXCEEDED");
    }

    @Test
    void goesOnAfterBodiesThatWereCutOff() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            String head = "POST " + API + " HTTP/1.1\r\nHost: x\r\n" + JSON + "Content-Length: 100\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        }
        expect(Wire.send("GET", API + "/" + ID, "", new byte[0]), 404, "EXECUTION_NOT_FOUND");
    }

    private static void expect(Wire.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        Map<?, ?> document = (Map<?, ?>) Json.STORED.parse(answer.body());
        assertThat(document.get("error_code")).isEqualTo(code);
        assertThat(document.get("status")).isEqualTo(status);
        assertThat(document.get("type")).asString().endsWith(code);
        assertThat(document.get("title")).asString().isNotEmpty();
        assertThat(document.get("detail")).asString().isNotEmpty();
        assertThat(document.get("problems")).isInstanceOf(List.class);
        Map<?, ?> error = (Map<?, ?>) document.get("error");
        assertThat(error.get("error_code")).isEqualTo(code);
        assertThat(error.get("message")).isEqualTo(document.get("detail"));
        assertThat(error.get("context")).isInstanceOf(Map.class);
    }
}
