package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.orchestrator.domain.execution.ExecutionStatus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client meets when nothing goes wrong, or only the engine does. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class ApiTest {
    private static final String WORKFLOW = "/api/v1/workflow";

    @Inject
    FakeEngine engine;

    @Test
    void submits() {
        String location = submit("runs", "")
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .contentType(ContentType.JSON)
                .body("workflow_id", equalTo(FakeEngine.WORKFLOW.toString()))
                .body("message", notNullValue())
                .body("status", nullValue())
                .body("warnings", nullValue())
                .extract()
                .header("Location");
        given().get(location).then().statusCode(200).body("status", is("PENDING"));
    }

    @Test
    void submitsAndTriggers() {
        String id = submit("runs", "?trigger=true").statusCode(201).extract().path("execution_id");
        given().get(WORKFLOW + "/" + id).then().body("status", is("RUNNING"));
    }

    @Test
    void waitingImpliesTheTriggerAndBringsTheResult() {
        submit("ends", "?wait=5")
                .statusCode(201)
                .body("status", is("COMPLETED"))
                .body("outputs.a.kept", is(1.0f))
                .body("node_statuses.a", is("COMPLETED"));
        submit("runs", "?wait=0.01").statusCode(201).body("status", nullValue());
    }

    @Test
    void takesParamsFromTheBodyOfASubmission() {
        given().contentType(ContentType.JSON)
                .body(
                        "{\"name\":\"runs\",\"dag\":{\"nodes\":[{\"id\":\"a\",\"handler\":\"echo\"}]},\"params\":{\"id\":7}}")
                .post(WORKFLOW + "?trigger=true")
                .then()
                .statusCode(201);
        assertThat(engine.lastParams()).isEqualTo(Map.of("id", 7));
    }

    @Test
    void warnsOfParamsThatNothingUses() {
        given().contentType(ContentType.JSON)
                .body(
                        "{\"name\":\"runs\",\"dag\":{\"nodes\":[{\"id\":\"a\",\"handler\":\"echo\"}]},\"params\":{\"id\":7}}")
                .post(WORKFLOW)
                .then()
                .statusCode(201)
                .body("warnings.path", hasItem("/params"));
    }

    @Test
    void triggersOnce() {
        String id = submit("runs", "").extract().path("execution_id");
        given().post(WORKFLOW + "/trigger/" + id)
                .then()
                .statusCode(200)
                .body("execution_id", is(id))
                .body("message", notNullValue());
        given().post(WORKFLOW + "/trigger/" + id)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("error_code", is("ALREADY_TRIGGERED"))
                .body("error.context.execution_id", is(id));
    }

    @Test
    void triggersWithParamsAndWaits() {
        String id = submit("ends", "").extract().path("execution_id");
        given().contentType(ContentType.JSON)
                .body("{\"params\":{\"a\":[1,null]},\"prams\":1}")
                .post(WORKFLOW + "/trigger/" + id + "?wait=1")
                .then()
                .statusCode(200)
                .body("status", is("COMPLETED"))
                .body("warnings.path", hasItem("/prams"));
        assertThat(engine.lastParams().get("a")).hasToString("[1, null]");
    }

    @Test
    void showsHowAnExecutionStands() {
        String id = submit("runs", "").extract().path("execution_id");
        given().get(WORKFLOW + "/" + id)
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("execution_id", is(id))
                .body("workflow_id", is(FakeEngine.WORKFLOW.toString()))
                .body("version", is(3))
                .body("node_statuses.c", is("SKIPPED"))
                .body("nodes.b.error.code", is("HTTP_503"))
                .body("nodes.b.error.category", is("RETRYABLE"))
                .body("nodes.b.retry_at", is(FakeEngine.NOW.toString()))
                .body("nodes.c.skip_reason", is("CONDITION_FALSE"))
                .body("nodes.a.error", nullValue());
    }

    @Test
    void copiesOutputsAsTheyWereWritten() {
        String id = submit("ends", "?trigger=true").extract().path("execution_id");
        given().get(WORKFLOW + "/" + id + "/results")
                .then()
                .statusCode(200)
                .body(containsString("\"outputs\":{\"a\":{\"kept\" : 1.00}}"));
    }

    @Test
    void cancelsWhatHasNotEnded() {
        String id = submit("runs", "").extract().path("execution_id");
        given().delete(WORKFLOW + "/" + id).then().statusCode(200).body("status", is("success"));
        given().delete(WORKFLOW + "/" + id).then().statusCode(409).body("error_code", is("ALREADY_ENDED"));
    }

    @Test
    void listsWithAllFilters() {
        String id = submit("runs", "").extract().path("execution_id");
        given().queryParam("status", "running")
                .queryParam("name", "runs")
                .queryParam("since", "2030-01-31T13:00:00+01:00")
                .queryParam("cursor", id)
                .queryParam("limit", "3")
                .get(WORKFLOW)
                .then()
                .statusCode(200)
                .body("executions.status", not(nullValue()))
                .body("next_cursor", notNullValue());
        assertThat(engine.lastFilter().status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(engine.lastFilter().since()).isEqualTo(FakeEngine.NOW);
        assertThat(engine.lastFilter().before()).hasToString(id);
        assertThat(engine.lastFilter().limit()).isEqualTo(3);
    }

    @Test
    void checksDefinitions() {
        given().contentType(ContentType.JSON)
                .body(definition("x"))
                .post(WORKFLOW + "/validate")
                .then()
                .statusCode(200)
                .body("valid", is(true))
                .body("order", hasItem("a"))
                .body("levels[0]", hasItem("a"));
        given().contentType(ContentType.JSON)
                .body("[]")
                .post(WORKFLOW + "/validate")
                .then()
                .statusCode(200)
                .body("valid", is(false))
                .body("problems[0].code", is("VALIDATION_ERROR"));
    }

    @Test
    void saysThatAStoreIsDown() {
        submit("outage", "")
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("error_code", is("STORE_UNAVAILABLE"))
                .body(not(containsString("refused")));
        given().queryParam("name", "outage").get(WORKFLOW).then().statusCode(503);
    }

    @Test
    void hidesItsMistakes() {
        for (String bug : new String[] {"bug", "thrown bug"}) {
            submit(bug, "")
                    .statusCode(500)
                    .body("error_code", is("INTERNAL_ERROR"))
                    .body("error.context.error_id", notNullValue())
                    .body(not(containsString("planted")));
        }
    }

    @Test
    void readsLongBodiesOffTheEventLoop() {
        submit("runs", "").statusCode(201);
        assertThat(engine.submitter().getName()).contains("eventloop");
        given().contentType(ContentType.JSON)
                .body(definition("x") + " ".repeat(100_000))
                .post(WORKFLOW)
                .then()
                .statusCode(201);
        assertThat(engine.submitter().getName()).doesNotContain("eventloop");
    }

    @Test
    void takesBodiesOfAnyJsonType() {
        for (String type :
                new String[] {"application/json", "Application/JSON; Charset=\"UTF-8\"", "application/vnd.workflow+json"
                }) {
            given().config(Plain.HTTP)
                    .header("Content-Type", type)
                    .body(definition("x"))
                    .post(WORKFLOW)
                    .then()
                    .statusCode(201);
        }
    }

    @Test
    void answersHeadAndOptions() {
        String id = submit("runs", "").extract().path("execution_id");
        given().head(WORKFLOW + "/" + id).then().statusCode(200).body(is(""));
        given().options(WORKFLOW).then().statusCode(200).header("Allow", containsString("POST"));
        given().head("/docs").then().statusCode(200);
    }

    @Test
    void linksFromTheRoot() {
        given().get("/").then().statusCode(200).body(containsString("/docs"));
    }

    @Test
    void servesTheSchema() {
        given().get("/schemas/workflow.json")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("title", is("Workflow"))
                .body("\'$schema\'", endsWith("2020-12/schema"));
    }

    private static ValidatableResponse submit(String name, String query) {
        return given().contentType(ContentType.JSON)
                .body(definition(name))
                .post(WORKFLOW + query)
                .then();
    }

    private static String definition(String name) {
        return "{\"name\":\"" + name + "\",\"dag\":{\"nodes\":[{\"id\":\"a\",\"handler\":\"echo\"}]}}";
    }
}
