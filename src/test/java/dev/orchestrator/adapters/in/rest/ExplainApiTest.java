package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.orchestrator.domain.explanation.Reason;
import dev.orchestrator.domain.explanation.Standing;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Why an execution stands still, as JSON. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class ExplainApiTest {
    private static final String UNKNOWN = "/api/v1/workflow/0199d4a0-5c1e-7a6b-9d1f-2f6f0a3f8c11/explain";

    @Inject
    FakeExplanations explanations;

    private String path() {
        return "/api/v1/workflow/" + explanations.id() + "/explain";
    }

    private ValidatableResponse node(String name) {
        return given().queryParam("node", name)
                .get(path())
                .then()
                .statusCode(200)
                .body("nodes.node", contains(name))
                .root("nodes[0]");
    }

    @Test
    void tellsOfTheExecutionAndOfEachNode() {
        given().get(path())
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("Cache-Control", "no-store")
                .body("execution_id", is(explanations.id().toString()))
                .body("status", is("RUNNING"))
                .body("reason", nullValue())
                .body("version", notNullValue())
                .body("at", is("2030-01-31T12:00:00Z"))
                .body("code", is("RUNNING"))
                .body("message", startsWith("10 nodes are out, 1 waits for others. It times out at "))
                .body("timeout_at", is("2030-01-31T12:59:00Z"))
                .body("queue_state", is("known"))
                .body("open_nodes", is(11))
                .body("limit", is(100))
                .body("truncated", is(false))
                .body("nodes", hasSize(11));
    }

    @Test
    void saysWhatWorkersHaveAndWhatTheyDoNot() {
        node("queued")
                .body("state", is("QUEUED"))
                .body("attempt", is(1))
                .body("dispatch", is(1))
                .body("code", is("QUEUED"))
                .body("message", startsWith("It waits in the queue 'q|q' behind 12 tasks"))
                .body("since", is("2030-01-31T11:59:00Z"))
                .body("until", is("2030-01-31T12:15:00Z"))
                .body("queue", is("q|q"))
                .body("ahead", is(12))
                .body("ahead_exact", is(true))
                .body("fails_with", is("QUEUE_TIMEOUT"))
                .body("workers", is(1))
                .body("slots", is(2))
                .body("busy", is(2));
        node("nobody")
                .body("code", is("NO_WORKER"))
                .body("ahead", is(10_000))
                .body("ahead_exact", is(false))
                .body("fails_with", is("NO_HANDLER"));
        node("unable").body("code", is("NO_HANDLER")).body("ahead", nullValue());
        node("leased")
                .body("code", is("LEASED"))
                .body("worker", is("w1"))
                .body("worker_alive", is(true))
                .body("since", is("2030-01-31T11:59:55Z"))
                .body("until", is("2030-01-31T12:00:20Z"))
                .body("deadline", is("2030-01-31T12:15:00Z"));
        node("reported").body("code", is("REPORTED")).body("worker", is("w9")).body("overdue", is(true));
    }

    @Test
    void saysWhatTimersAndOthersHold() {
        node("backing")
                .body("state", is("RETRYING"))
                .body("code", is("BACKING_OFF"))
                .body("until", is("2030-01-31T11:59:00.030Z"))
                .body("failed_attempt", is(1))
                .body("max_attempts", is(2))
                .body("error.code", is("OOPS"));
        node("deferred").body("code", is("DEFERRED")).body("wish", is("not before noon"));
        node("held")
                .body("code", is("BREAKER_OPEN"))
                .body("breaker", is("call/api.example.com"))
                .body("breaker_reason", is("HTTP_503"))
                .body("breaker_state", is("half_open"))
                .body("next_probe_at", is("2030-01-31T12:00:07Z"))
                .body("until", is("2030-01-31T12:00:30Z"));
        node("fired").body("code", is("TIMER_FIRED")).body("since", is("2030-01-31T11:59:58Z"));
        node("lost").body("code", is("LOST")).body("redriven_within_seconds", is(60));
        node("waiting")
                .body("code", is("WAITING_FOR_DEPENDENCIES"))
                .body("trigger_rule", is("all_success"))
                .body("waiting_for.node", contains("queued", "lost"))
                .body("waiting_for.state", contains("QUEUED", "QUEUED"))
                .body("dependencies.waiting", is(2))
                .body("since", nullValue());
    }

    @Test
    void isNoLongerThanAskedFor() {
        given().queryParam("limit", 3)
                .get(path())
                .then()
                .body("nodes", hasSize(3))
                .body("open_nodes", is(11))
                .body("limit", is(3))
                .body("truncated", is(true));
        for (String wrong : List.of("0", "501", "-1", "x", "1.5", "99999999999")) {
            given().queryParam("limit", wrong)
                    .get(path())
                    .then()
                    .statusCode(422)
                    .body("error_code", is("VALIDATION_ERROR"))
                    .body("problems[0].path", is("?limit"))
                    .body("problems[0].hint", is("Give a number from 1 to 500"));
        }
    }

    @Test
    void refusesWhatThereIsNot() {
        given().get(UNKNOWN).then().statusCode(404).body("error_code", is("EXECUTION_NOT_FOUND"));
        given().get("/api/v1/workflow/x/explain").then().statusCode(404).body("error_code", is("EXECUTION_NOT_FOUND"));
        given().queryParam("node", "none")
                .get(path())
                .then()
                .statusCode(404)
                .body("error_code", is("NODE_NOT_FOUND"))
                .body("detail", is("The execution has no node 'none'"));
        given().queryParam("node", "no id").get(path()).then().statusCode(422).body("problems[0].path", is("?node"));
        given().post(path()).then().statusCode(405).header("Allow", containsString("GET"));
    }

    @Test
    void aJournalThatIsDownIsAnOutage() {
        explanations.outage(true);
        try {
            given().get(path()).then().statusCode(503).header("Retry-After", notNullValue());
        } finally {
            explanations.outage(false);
        }
    }

    @Test
    void everyCodeIsDescribed() {
        JsonPath description = given().get("/openapi.json").jsonPath();
        assertThat(description.getList("components.schemas.Reason.properties.code.enum", String.class))
                .isEqualTo(Arrays.stream(Reason.Code.values()).map(Enum::name).toList());
        assertThat(description.getList("components.schemas.Explanation.properties.code.enum", String.class))
                .isEqualTo(Arrays.stream(Standing.Code.values()).map(Enum::name).toList());
    }
}
