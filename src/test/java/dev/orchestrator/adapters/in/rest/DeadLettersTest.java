package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(strings = {"?limit=0", "?limit=x", "?cursor=1", "?cursor=not-an-id-at-all"})
    void aWrongQueryIsRefused(String query) {
        given().get(LETTERS + query).then().statusCode(422);
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
