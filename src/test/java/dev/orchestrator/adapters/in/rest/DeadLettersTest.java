package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.LetterCriteria;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dead letter queue in the original's shapes. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class DeadLettersTest {
    private static final String LETTERS = "/api/v1/admin/dlq";

    @Inject
    FakeLetters letters;

    @Test
    void lists() {
        given().get(LETTERS + "?limit=1&cursor=" + FakeLetters.CLOSED)
                .then()
                .statusCode(200)
                .body("count", is(1_234))
                .body("next_cursor", is(FakeLetters.OPEN.toString()))
                .body("entries[0].id", is(FakeLetters.OPEN.toString()))
                .body("entries[0].task_id", is("00000000-0000-7000-8000-00000000000e:charge"))
                .body("entries[0].execution_id", is("00000000-0000-7000-8000-00000000000e"))
                .body("entries[0].node_id", is("charge"))
                .body("entries[0].handler", is("fail"))
                .body("entries[0].error_message", is("The card was declined"))
                .body("entries[0].retry_count", is(3))
                .body("entries[0].original_timestamp", is("2030-01-31T12:00:00Z"))
                .body("entries[0].failed_at", is("2030-01-31T12:00:09Z"))
                .body("entries[0].error_detail.message", is("The card was declined"))
                .body("entries[0].error_detail.error_code", is("CARD_DECLINED"))
                .body("entries[0].error_detail.category", is("PERMANENT"))
                .body("entries[0].error_detail.traceback_hash", is("ab12"))
                .body("entries[0].error_detail.timestamp", is("2030-01-31T12:00:09Z"));
        assertThat(letters.lastCursor()).isEqualTo(FakeLetters.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=x",
                "?cursor=1",
                "?cursor=not-an-id-at-all",
                "?status=gone",
                "?category=SAD",
                "?execution_id=1",
                "?node_id=-x",
                "?since=yesterday",
                "?until=99999-01-01T00:00:00Z",
                "?error_code=a%00b",
                "?workflow=%ED%A0%80%00",
                "?fingerprint=%00"
            })
    void aWrongQueryIsRefused(String query) {
        for (String path : new String[] {LETTERS, LETTERS + "/groups"}) {
            if (path.equals(LETTERS) || !query.contains("cursor")) {
                given().urlEncodingEnabled(false)
                        .get(path + query)
                        .then()
                        .statusCode(422)
                        .body("problems[0].path", is(query.substring(0, query.indexOf('='))));
            }
        }
    }

    @Test
    void filters() {
        given().urlEncodingEnabled(false)
                .get(LETTERS + "?status=all&workflow=orders&execution_id=00000000-0000-7000-8000-00000000000e&node_id=a"
                        + "&handler=fail&category=permanent&error_code=HTTP_404&fingerprint=ab12&since=2030-01-31"
                        + "&until=2030-02-01T00:00:00%2B01:00")
                .then()
                .statusCode(200)
                .body("entries[0].status", is("open"))
                .body("entries[0].workflow", is("orders"))
                .body("count_is_exact", is(true));
        LetterCriteria asked = letters.lastCriteria();
        assertThat(asked.status()).isNull();
        assertThat(asked.where())
                .isEqualTo(new LetterCriteria.Where(
                        "orders", ExecutionId.of("00000000-0000-7000-8000-00000000000e"), new NodeId("a"), "fail"));
        assertThat(asked.what()).isEqualTo(new LetterCriteria.What(ErrorCategory.PERMANENT, "HTTP_404", "ab12"));
        assertThat(asked.when().since()).isEqualTo("2030-01-31T00:00:00Z");
        assertThat(asked.when().until()).isEqualTo("2030-01-31T23:00:00Z");
        given().get(LETTERS + "?status=discarded").then().statusCode(200);
        assertThat(letters.lastCriteria().status()).isEqualTo(DeadLetters.Status.DISCARDED);
        given().get(LETTERS).then().statusCode(200);
        assertThat(letters.lastCriteria()).isEqualTo(LetterCriteria.OPEN);
    }

    @Test
    void groups() {
        given().get(LETTERS + "/groups?handler=fail&limit=500")
                .then()
                .statusCode(200)
                .body("count", is(7))
                .body("is_complete", is(false))
                .body("groups[0].fingerprint", is("ab12"))
                .body("groups[0].count", is(500))
                .body("groups[0].handler", is("fail"))
                .body("groups[0].category", is("PERMANENT"))
                .body("groups[0].error_code", is("CARD_DECLINED"))
                .body("groups[0].sample_message", is("The card was declined"))
                .body("groups[0].sample_id", is(FakeLetters.OPEN.toString()))
                .body("groups[0].first_failed_at", is("2030-01-31T12:00:00Z"))
                .body("groups[0].last_failed_at", is("2030-01-31T12:00:09Z"));
        assertThat(letters.lastCriteria().where().handler()).isEqualTo("fail");
    }

    @Test
    void aRetryMayBringAPatch() {
        String path = LETTERS + "/" + FakeLetters.OPEN + "/retry";
        given().contentType("application/json")
                .body("{\"config\":{\"url\":null}}")
                .post(path)
                .then()
                .statusCode(200);
        assertThat(letters.lastPatch()).isEqualTo(Collections.singletonMap("url", null));
        given().contentType("application/json").body("{}").post(path).then().statusCode(200);
        assertThat(letters.lastPatch()).isNull();
        given().contentType("application/json")
                .body("{\"config\":{\"x\":\"{{ y\"}}")
                .post(path)
                .then()
                .statusCode(400)
                .body("error_code", is("INVALID_TEMPLATE"))
                .body("problems[0].path", is("/config/x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                             | 400 | MALFORMED_JSON",
                "[]                            | 422 | VALIDATION_ERROR",
                "1                             | 422 | VALIDATION_ERROR",
                "{\"konfig\":{}}               | 422 | UNKNOWN_FIELD",
                "{\"config\":{\"a\":\"\\u0000\"}} | 422 | VALIDATION_ERROR"
            })
    void aWrongBodyOfARetryIsRefused(String body, int status, String code) {
        given().contentType("application/json")
                .body(body)
                .post(LETTERS + "/" + FakeLetters.OPEN + "/retry")
                .then()
                .statusCode(status)
                .body("error_code", is(code));
    }

    @Test
    void aDiscardedLetterMaySayWhy() {
        given().urlEncodingEnabled(false)
                .delete(LETTERS + "/" + FakeLetters.OPEN + "?reason=known%20and%20mended")
                .then()
                .statusCode(200);
        assertThat(letters.lastDiscarding()).isEqualTo(new ManageDeadLetters.Discarding("", "known and mended"));
        for (String reason : new String[] {"x".repeat(1_001), "%00"}) {
            given().urlEncodingEnabled(false)
                    .delete(LETTERS + "/" + FakeLetters.OPEN + "?reason=" + reason)
                    .then()
                    .statusCode(422)
                    .body("problems[0].path", is("?reason"));
        }
    }

    @Test
    void retriesAndDiscards() {
        given().post(LETTERS + "/" + FakeLetters.OPEN + "/retry")
                .then()
                .statusCode(200)
                .body("status", is("success"))
                .body("task_id", is("00000000-0000-7000-8000-00000000000e:charge"));
        given().delete(LETTERS + "/" + FakeLetters.OPEN).then().statusCode(200).body("status", is("success"));
    }

    @Test
    void whatIsClosedIsAConflictAndWhatIsNotThereIsNotFound() {
        given().post(LETTERS + "/" + FakeLetters.CLOSED + "/retry")
                .then()
                .statusCode(409)
                .body("error_code", is("DEAD_LETTER_CLOSED"));
        given().delete(LETTERS + "/" + FakeLetters.CLOSED).then().statusCode(409);
        for (String id : new String[] {"00000000-0000-7000-8000-000000000009", "42", "x".repeat(36)}) {
            given().post(LETTERS + "/" + id + "/retry")
                    .then()
                    .statusCode(404)
                    .body("error_code", is("DEAD_LETTER_NOT_FOUND"));
            given().delete(LETTERS + "/" + id).then().statusCode(404);
        }
    }

    /** Its groups are shifted, so that a lax reader takes it for the open letter. */
    @Test
    void whatOnlyResemblesAnIdIsNone() {
        String open = FakeLetters.OPEN.toString();
        String shifted = open.substring(1, 8) + "-0" + open.substring(9);
        assertThat(shifted).hasSize(open.length());
        given().post(LETTERS + "/" + shifted + "/retry")
                .then()
                .statusCode(404)
                .body("error_code", is("DEAD_LETTER_NOT_FOUND"));
        given().get(LETTERS + "?cursor=" + shifted).then().statusCode(422);
    }
}
