package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.orchestrator.domain.execution.RequestKey;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header Idempotency-Key on everything that starts something. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class IdempotencyKeyTest {
    private static final String WORKFLOW = "/api/v1/workflow";

    @Inject
    FakeEngine engine;

    @Test
    void aRepetitionGetsTheSameAnswerAndSaysSo() {
        submit("repeated", WORKFLOW, body(" "))
                .statusCode(201)
                .header("Idempotent-Replayed", is("true"))
                .body("execution_id", is(FakeEngine.ONCE.toString()));
        trigger("repeated").statusCode(200).header("Idempotent-Replayed", is("true"));
        submit("first", WORKFLOW, body(" ")).statusCode(201).header("Idempotent-Replayed", nullValue());
    }

    @Test
    void anotherRequestUnderTheKeyIsRefused() {
        submit("reused", WORKFLOW, body(" ")).statusCode(422).body("error_code", is("IDEMPOTENCY_KEY_REUSED"));
        trigger("reused").statusCode(422).body("error_code", is("IDEMPOTENCY_KEY_REUSED"));
    }

    @Test
    void whatIsTheSameRequestIsNotAMatterOfBlanksOrOfWaiting() {
        String first = fingerprint(WORKFLOW, body(" "));
        assertThat(fingerprint(WORKFLOW, body("\n   "))).isEqualTo(first);
        assertThat(fingerprint(
                        WORKFLOW,
                        "{\"dag\": {\"nodes\": [{\"handler\": \"echo\", \"id\": \"a\"}]}, \"name\": \"runs\"}"))
                .isEqualTo(first);
        assertThat(fingerprint(WORKFLOW + "?trigger=true", body(" "))).isNotEqualTo(first);
        assertThat(fingerprint(WORKFLOW + "?trigger=true", body(" ")))
                .isEqualTo(fingerprint(WORKFLOW + "?trigger=true&wait=0.01", body(" ")));
        assertThat(fingerprint(WORKFLOW, body(" ").replace("echo", "fail"))).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void aKeyMayBeOfAnyLengthUpToTheLimit(int length) {
        submit("k".repeat(length), WORKFLOW, body(" ")).statusCode(201);
        assertThat(engine.lastKey().key()).hasSize(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "ümlaut", "tab\there"})
    void aKeyThatCannotBeKeptIsRefused(String key) {
        submit(key, WORKFLOW, body(" ")).statusCode(400).body("error.context.header", is("Idempotency-Key"));
    }

    @Test
    void aLongerKeyIsRefused() {
        submit("k".repeat(256), WORKFLOW, body(" ")).statusCode(400);
    }

    @Test
    void withoutTheHeaderThereIsNoKey() {
        given().contentType(ContentType.JSON)
                .body(body(" "))
                .post(WORKFLOW)
                .then()
                .statusCode(201);
        assertThat(engine.lastKey()).isNull();
    }

    private String fingerprint(String path, String body) {
        submit("k", path, body).statusCode(201);
        RequestKey key = engine.lastKey();
        assertThat(key.client()).as("of an open API").isEmpty();
        return key.request();
    }

    private static ValidatableResponse submit(String key, String path, String body) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body)
                .post(path)
                .then();
    }

    private static ValidatableResponse trigger(String key) {
        String id = given().contentType(ContentType.JSON)
                .body(body(" "))
                .post(WORKFLOW)
                .path("execution_id");
        return given().header("Idempotency-Key", key)
                .post(WORKFLOW + "/trigger/" + id)
                .then();
    }

    private static String body(String blank) {
        return "{\"name\":" + blank + "\"runs\", \"dag\": {\"nodes\": [{\"id\": \"a\", \"handler\": \"echo\"}]}}";
    }
}
