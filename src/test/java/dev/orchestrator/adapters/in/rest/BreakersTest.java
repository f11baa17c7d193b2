package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Circuit breakers, as operators see them. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class BreakersTest {
    private static final String BREAKERS = "/api/v1/admin/breakers";

    @Test
    void lists() {
        given().get(BREAKERS)
                .then()
                .statusCode(200)
                .body("count", is(2))
                .body("breakers[0].name", is("call_external_service/[::1]:8443"))
                .body("breakers[0].handler", is("call_external_service"))
                .body("breakers[0].dependency", is("[::1]:8443"))
                .body("breakers[0].state", is("half_open"))
                .body("breakers[0].reason", is("HTTP_503"))
                .body("breakers[0].failures", is(6))
                .body("breakers[0].opened_at", is("2030-01-31T12:00:00Z"))
                .body("breakers[0].next_probe_at", is("2030-01-31T12:01:00Z"))
                .body("breakers[0].deferred", is(1_000))
                .body("breakers[1].state", is("closed"))
                .body("breakers[1].reason", nullValue())
                .body("breakers[1].opened_at", nullValue())
                .body("breakers[1].next_probe_at", nullValue());
    }

    @Test
    void closesOne() {
        given().post(BREAKERS + "/{handler}/{dependency}/close", "call_external_service", "[::1]:8443")
                .then()
                .statusCode(200)
                .body("status", is("success"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.com:443", "x y", "a/b", "a}b", "%00", "\0", "ü"})
    void whatNobodyKnowsIsNotFound(String dependency) {
        given().post(BREAKERS + "/{handler}/{dependency}/close", "call_external_service", dependency)
                .then()
                .statusCode(404)
                .contentType(Refusal.MEDIA_TYPE)
                .body("error_code", is("BREAKER_NOT_FOUND"))
                .body("detail", startsWith("Nothing is known of a circuit breaker call_external_service/"));
    }

    @Test
    void aNameWithoutAHandlerIsNoPath() {
        given().post(BREAKERS + "/api.example.com:443/close")
                .then()
                .statusCode(404)
                .body("error_code", is("NOT_FOUND"));
        given().get(BREAKERS + "/call_external_service/x/close").then().statusCode(405);
    }
}
