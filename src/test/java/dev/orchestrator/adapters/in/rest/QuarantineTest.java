package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody understood, as operators see it. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class QuarantineTest {
    private static final String QUARANTINE = "/api/v1/admin/quarantine";

    @Test
    void lists() {
        given().get(QUARANTINE + "?limit=1&cursor=" + FakeQuarantine.ID)
                .then()
                .statusCode(200)
                .body("count", is(7))
                .body("next_cursor", is(FakeQuarantine.ID.toString()))
                .body("entries[0].id", is(FakeQuarantine.ID.toString()))
                .body("entries[0].kind", is("message"))
                .body("entries[0].source", is("c:2"))
                .body("entries[0].execution_id", is("00000000-0000-7000-8000-00000000000e"))
                .body("entries[0].reason", is("it is not UTF-8"))
                .body("entries[0].quarantined_at", is("2030-01-31T12:00:00Z"))
                .body("entries[0].size", is(10_000_000))
                .body("entries[0].shown", is(3))
                .body("entries[0].content_base64", is("AP9B"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=x", "?cursor=1"})
    void aWrongQueryIsRefused(String query) {
        given().get(QUARANTINE + query).then().statusCode(422);
    }

    @Test
    void showsAndDeletesOne() {
        String one = QUARANTINE + "/" + FakeQuarantine.ID;
        given().get(one).then().statusCode(200).body("content_base64", is("AP9B"));
        given().delete(one).then().statusCode(200).body("status", is("success"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        for (String id : new String[] {"00000000-0000-7000-8000-000000000009", "42", "x".repeat(36)}) {
            given().get(QUARANTINE + "/" + id).then().statusCode(404).body("error_code", is("QUARANTINED_NOT_FOUND"));
            given().delete(QUARANTINE + "/" + id).then().statusCode(404);
        }
    }
}
