package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Named workflows over HTTP. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class NamedWorkflowsTest {
    private static final String WORKFLOWS = "/api/v1/workflows";

    @Inject
    FakeCatalog catalog;

    private final String name = "w" + UUID.randomUUID();

    @Test
    void registersVersionsAndShowsThem() {
        register(name)
                .statusCode(201)
                .header("Location", endsWith(WORKFLOWS + "/" + name))
                .body("name", is(name))
                .body("version", is(1))
                .body("workflow_id", notNullValue())
                .body("created_at", is("2030-01-31T12:00:00Z"));
        register(name).body("version", is(2));
        register(name).body("version", is(3));
        given().get(WORKFLOWS + "/" + name + "?limit=2")
                .then()
                .statusCode(200)
                .body("version", is(3))
                .body(containsString("\"definition\":{\"z\":1,\"a\":1.50}"))
                .body("versions.version", contains(3, 2))
                .body("next_cursor", is("2"));
        given().get(WORKFLOWS + "/" + name + "?limit=2&cursor=2&version=1")
                .then()
                .body("version", is(1))
                .body("versions.version", contains(1))
                .body("next_cursor", nullValue());
    }

    @Test
    void listsByName() {
        register(name + ".a");
        register(name + ".b");
        given().get(WORKFLOWS + "?limit=1&cursor=" + name)
                .then()
                .statusCode(200)
                .body("workflows.name", contains(name + ".a"))
                .body("next_cursor", is(name + ".a"));
        given().get(WORKFLOWS + "?limit=5&cursor=" + name + ".a")
                .then()
                .body("workflows.name", contains(name + ".b"))
                .body("next_cursor", nullValue());
    }

    @Test
    void aFieldThatNothingReadsIsRefusedHere() {
        given().contentType(ContentType.JSON)
                .body("{\"name\":\"" + name
                        + "\",\"timeout_second\":5,\"dag\":{\"nodes\":[{\"id\":\"a\",\"handler\":\"echo\"}]}}")
                .post(WORKFLOWS)
                .then()
                .statusCode(422)
                .body("error_code", is("UNKNOWN_FIELD"))
                .body("problems[0].path", is("/timeout_second"))
                .body("problems[0].hint", containsString("timeout_seconds"));
    }

    @Test
    void runsTheLatestOrTheOneThatIsNamed() {
        register(name);
        register(name);
        run(name, "{\"params\":{\"n\":1}}")
                .statusCode(201)
                .header("Location", containsString("/api/v1/workflow/"))
                .body("execution_id", notNullValue())
                .body("name", is(name))
                .body("version", is(2))
                .body("message", is("Execution triggered"));
        assertThat(catalog.lastRun().params()).isEqualTo(Map.of("n", 1));
        run(name, "{\"version\":1}").body("version", is(1));
        run(name, "{\"Version\":1}")
                .statusCode(422)
                .body("error_code", is("UNKNOWN_FIELD"))
                .body("problems.path", contains("/Version"));
        given().post(WORKFLOWS + "/" + name + "/executions").then().statusCode(201);
        given().post(WORKFLOWS + "/" + name + "/executions?trigger=false")
                .then()
                .statusCode(201)
                .body("message", is("Execution created"));
        assertThat(catalog.lastRun().params()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}|WORKFLOW_NOT_FOUND", "{\"version\": 3}|VERSION_NOT_FOUND"})
    void whatIsNotThereIsNamed(String body, String code) {
        run("no-such-workflow", body).statusCode(404).body("error_code", is(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\":0}", "{\"version\":\"2\"}", "{\"version\":1.5}", "{\"params\":[]}", "[]"})
    void aBodyOfTheWrongShapeIsRefused(String body) {
        register(name);
        run(name, body).statusCode(422).body("error_code", is("VALIDATION_ERROR"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=501", "?limit=many", "?cursor=%20%00", "?cursor=a/b"})
    void aWrongQueryIsRefused(String query) {
        given().urlEncodingEnabled(false).get(WORKFLOWS + query).then().statusCode(422);
    }

    @Test
    void anOutageIsSaidToBeOne() {
        register("outage").statusCode(503).header("Retry-After", notNullValue());
    }

    private static ValidatableResponse register(String name) {
        return given().contentType(ContentType.JSON)
                .body("{\"name\":\"" + name + "\",\"dag\":{\"nodes\":[{\"id\":\"a\",\"handler\":\"echo\"}]}}")
                .post(WORKFLOWS)
                .then();
    }

    private static ValidatableResponse run(String name, String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(WORKFLOWS + "/" + name + "/executions")
                .then();
    }
}
