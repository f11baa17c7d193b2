package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client without a key meets: three submissions at once, then no more, since the clock stands still. */
@QuarkusTest
@TestProfile(LimitTestProfile.Open.class)
class RateLimitTest {
    private static final String SUBMIT = "/api/v1/workflow";
    private static final String RUN = "/api/v1/workflows/orders/executions";
    private static final String GOOD = "{\"name\":\"runs\",\"dag\":{\"nodes\":[{\"id\":\"a\",\"handler\":\"echo\"}]}}";
    private static final String HERE = "addr:127.0.0.1";
    private static final List<String> HEADERS = List.of(
            LimitHeaders.LIMIT, LimitHeaders.REMAINING, LimitHeaders.RESET, LimitHeaders.POLICY, LimitHeaders.STATE);

    @Inject
    FakeLimits limits;

    @Inject
    FakeEngine engine;

    @BeforeEach
    void forget() {
        limits.forget();
    }

    private static RequestSpecification json(String body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    private void exhaust() {
        for (int i = 0; i < FakeLimits.RATE.burst(); i++) {
            json(GOOD).post(SUBMIT).then().statusCode(201);
        }
    }

    @Test
    void anAnswerTellsHowTheClientStands() {
        long before = Instant.now().getEpochSecond();
        Response answer = json(GOOD).post(SUBMIT);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.header("X-RateLimit-Limit")).isEqualTo("60");
        assertThat(answer.header("X-RateLimit-Remaining")).isEqualTo("2");
        assertThat(Long.parseLong(answer.header("X-RateLimit-Reset"))).isBetween(before + 1, before + 30);
        assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"submissions\";q=60;w=60");
        assertThat(answer.header("RateLimit")).isEqualTo("\"submissions\";r=2;t=1");
        assertThat(answer.header("Retry-After")).isNull();
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgain() {
        exhaust();
        Response refused = json(GOOD).header("Idempotency-Key", "once").post(SUBMIT);
        refused.then()
                .statusCode(429)
                .contentType(Refusal.MEDIA_TYPE)
                .header("Retry-After", "1")
                .header("X-RateLimit-Remaining", "0")
                .header("RateLimit", "\"submissions\";r=0;t=3")
                .body("error_code", is("RATE_LIMITED"))
                .body("status", is(429))
                .body("error.context.retry_after_seconds", is(1))
                .body("detail", containsString("the address 127.0.0.1"))
                .body("detail", containsString("60 a minute"));
        assertThat(refused.headers().asList().stream().map(header -> header.getName()))
                .containsAll(HEADERS)
                .doesNotHaveDuplicates();
        assertThat(engine.lastKey()).as("nothing was asked of the engine").isNull();
    }

    @ParameterizedTest
    @CsvSource({
        SUBMIT + ", '{', 400",
        SUBMIT + ", '{}', 422",
        SUBMIT + "?wait=nonsense, '{}', 422",
        RUN + ", '{\"version\":\"x\"}', 422",
    })
    void aRefusalForAnotherReasonTellsItToo(String path, String body, int status) {
        Response answer = json(body).post(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        HEADERS.forEach(name -> assertThat(answer.header(name)).as(name).isNotNull());
        assertThat(limits.admitted(HERE)).isEqualTo(1);
    }

    @Test
    void otherTypesAndAcceptedFormsTellItToo() {
        for (Response answer : List.of(
                given().contentType(ContentType.TEXT).body("x").post(SUBMIT),
                json(GOOD).header("Accept", "image/png").post(SUBMIT))) {
            assertThat(answer.statusCode()).isIn(406, 415);
            HEADERS.forEach(name -> assertThat(answer.header(name)).as(name).isNotNull());
        }
    }

    @Test
    void onlyWhatMakesExecutionsCounts() {
        String id = json(GOOD).post(SUBMIT).path("execution_id");
        given().post(SUBMIT + "/trigger/" + id).then().statusCode(200);
        given().get(SUBMIT + "/" + id).then().statusCode(200);
        given().get(SUBMIT).then().statusCode(200);
        json(GOOD).post(SUBMIT + "/validate").then().statusCode(200).header(LimitHeaders.LIMIT, (String) null);
        json(GOOD).post("/api/v1/workflows");
        given().delete(SUBMIT + "/" + id).then().statusCode(200);
        assertThat(limits.admitted(HERE)).isEqualTo(1);
        json("{}").post(RUN);
        assertThat(limits.admitted(HERE)).isEqualTo(2);
    }

    /** It was refused before a resource was found that could give the path's template. */
    @Test
    void refusalsMakeNoSeriesOfTheirPaths() {
        exhaust();
        json("{}").post("/api/v1/workflows/invented-name/executions").then().statusCode(429);
        given().get("/metrics")
                .then()
                .body(not(containsString("invented-name")))
                .body(containsString("status=\"429\""));
    }

    /** A path that JAX-RS takes for a submission must have been counted, however it is written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/workflow/",
                "/api/v1/workflow//",
                "//api/v1/workflow",
                "/api//v1/workflow",
                "/api/v1/./workflow",
                "/api/v1/x/../workflow",
                "/api/v1/%77orkflow",
                "/api/v1/workflow;a=b",
                "/api;a/v1;b/workflow;c=d",
                "/api/v1/workflow%2F",
                "/api/v1/workflow%3Ba",
                "/api/v1/workflow?",
                "/api/v1/workflows/orders/%65xecutions",
                "/api/v1/workflows/orders;x/executions;y",
                "/api/v1/workflows/orders//executions/",
                "/api/v1/workflows/or%2Fders/executions",
                "/api/v1/workflows/;/executions",
                "/API/V1/WORKFLOW",
            })
    void aPathThatIsWrittenOtherwiseIsNoWayAround(String path) {
        String body = path.contains("workflows") ? "{}" : GOOD;
        Wire.Answer answer =
                Wire.send("POST", path, "Content-Type: application/json\r\n", body.getBytes(StandardCharsets.UTF_8));
        boolean served = answer.status() != 404 && answer.status() != 405;
        assertThat(answer.status()).isLessThan(500);
        assertThat(!served || !answer.header(LimitHeaders.LIMIT).isEmpty() || isUnknownWorkflow(answer))
                .as("%s", answer)
                .isTrue();
    }

    private static boolean isUnknownWorkflow(Wire.Answer answer) {
        return answer.body().contains("WORKFLOW_NOT_FOUND")
                && !answer.header(LimitHeaders.LIMIT).isEmpty();
    }

    @Test
    void aLargeBodyIsNotReadAndTheClientGetsItsAnswer() {
        exhaust();
        byte[] body = new byte[3_000_000];
        Wire.Answer answer = Wire.send("POST", SUBMIT, "Content-Type: application/json\r\n", body);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
        Wire.Answer chunked = Wire.sendChunked("POST", SUBMIT, "Content-Type: application/json\r\n", body);
        assertThat(chunked.status()).isEqualTo(429);
    }

    /** A refusal must not cost a client that asks again its connection. */
    @Test
    void aConnectionOutlivesARefusal() {
        exhaust();
        String one = "POST " + SUBMIT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 2\r\n";
        String two = one + "\r\n{}" + one + "Connection: close\r\n\r\n{}";
        Wire.Answer answers = Wire.raw(two, new byte[0]);
        assertThat(answers.status()).isEqualTo(429);
        assertThat(answers.body()).contains("HTTP/1.1 429");
    }

    // ---- who counts as the client ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: 198.51.100.7 | addr:198.51.100.7",
                "X-Forwarded-For: 1.1.1.1, 198.51.100.7 | addr:198.51.100.7",
                "X-Forwarded-For: 1.1.1.1, 198.51.100.7, 10.0.0.1 , 10.200.0.9 | addr:198.51.100.7",
                "X-Forwarded-For: 198.51.100.7:4711 | addr:198.51.100.7",
                "X-Forwarded-For: 10.0.0.8, 10.0.0.9 | addr:10.0.0.8",
                "X-Forwarded-For: 2001:db8:1:2:3:4:5:6 | addr:2001:db8:1:2::/64",
                "X-Forwarded-For: [2001:db8:1:2:ffff::1]:443 | addr:2001:db8:1:2::/64",
                "X-Forwarded-For: ::ffff:198.51.100.7 | addr:198.51.100.7",
                "X-Forwarded-For: 198.51.100.7, fd00::1 | addr:198.51.100.7",
                "Forwarded: for=198.51.100.7;proto=http;by=10.0.0.1 | addr:198.51.100.7",
                "Forwarded: For=\"[2001:db8:cafe::17]:4711\" | addr:2001:db8:cafe:0::/64",
                "Forwarded: for=1.1.1.1, proto=https;for=198.51.100.7, for=10.0.0.1 | addr:198.51.100.7",
                "Forwarded: for=\"a,b\", for=198.51.100.7 | addr:198.51.100.7",
            })
    void aTrustedProxySaysForWhomItAsks(String header, String client) {
        assertThat(submitted(header)).isEqualTo(201);
        assertThat(limits.admitted(client)).as(client).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Forwarded-For: | " + HERE,
                "X-Forwarded-For: unknown | " + HERE,
                "X-Forwarded-For: localhost | " + HERE,
                "X-Forwarded-For: 198.51.100.7, garbage | " + HERE,
                "X-Forwarded-For: 198.51.100.7, garbage, 10.0.0.1 | addr:10.0.0.1",
                "X-Forwarded-For: 198.51.100.7, | " + HERE,
                "X-Forwarded-For: 0177.1 | " + HERE,
                "X-Forwarded-For: 198.51.100.256 | " + HERE,
                "X-Forwarded-For: 198.51.100.7:99999999 | " + HERE,
                "X-Forwarded-For: [::1 | " + HERE,
                "X-Forwarded-For: ::::: | " + HERE,
                "X-Forwarded-For: fe80::1%eth0 | " + HERE,
                "X-Forwarded-For: key:the-run-key | " + HERE,
                "Forwarded: for=unknown | " + HERE,
                "Forwarded: for=_hidden, for=10.0.0.1 | addr:10.0.0.1",
                "Forwarded: proto=http | " + HERE,
                "Forwarded: for=198.51.100.7;for=198.51.100.8 | " + HERE,
                "Forwarded: for=\"198.51.100.7 | " + HERE,
                "Forwarded: for=\"x, for=198.51.100.7 | " + HERE,
                "Forwarded: for=\"\\\", for=198.51.100.7 | " + HERE,
                "Forwarded: =;;,,= | " + HERE,
            })
    void garbageIsNeverBelieved(String header, String client) {
        assertThat(submitted(header)).isEqualTo(201);
        assertThat(limits.admitted(client)).as(client).isEqualTo(1);
    }

    /** One of them was written by the client, if the proxy sets the other alone. */
    @Test
    void headersThatDisagreeAreNotBelieved() {
        submitted("X-Forwarded-For: 198.51.100.7\r\nForwarded: for=198.51.100.8");
        assertThat(limits.admitted(HERE)).isEqualTo(1);
        submitted("X-Forwarded-For: 198.51.100.7\r\nForwarded: for=198.51.100.7");
        assertThat(limits.admitted("addr:198.51.100.7")).isEqualTo(1);
        submitted("X-Forwarded-For: 198.51.100.9\r\nX-Forwarded-For: 198.51.100.10");
        assertThat(limits.admitted("addr:198.51.100.10")).isEqualTo(1);
    }

    @Test
    void aLongHeaderIsReadInTheTimeOfALongHeader() {
        for (String name : List.of("X-Forwarded-For: ", "Forwarded: ")) {
            assertThat(submitted(name + "\"10.0.0.1\",".repeat(700))).isIn(201, 429, 431);
            assertThat(submitted(name + ",;=\"\"".repeat(1_500))).isIn(201, 429, 431);
        }
    }

    private static int submitted(String header) {
        return Wire.send(
                        "POST",
                        SUBMIT,
                        "Content-Type: application/json\r\n" + header + "\r\n",
                        GOOD.getBytes(StandardCharsets.UTF_8))
                .status();
    }

    @Test
    void theDescriptionNamesTheRefusalAndTheHeaders() {
        Map<String, Object> paths =
                given().accept(ContentType.JSON).get("/openapi.json").path("paths");
        for (String path : List.of(SUBMIT, "/api/v1/workflows/{name}/executions")) {
            assertThat(paths.get(path)).asString().contains("429").contains("RateLimited");
        }
    }
}
