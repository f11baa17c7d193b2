package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.ports.in.ManageDeadLetters.Discarding;
import dev.orchestrator.ports.in.RetryManyLetters.Wish;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.LetterCriteria.What;
import dev.orchestrator.ports.out.LetterCriteria.Where;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The detail of one dead letter, and what is done about many. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class ManyLettersTest {
    private static final String LETTERS = "/api/v1/admin/dlq";

    @Inject
    FakeLetters letters;

    @Test
    void tellsEverythingAboutOne() {
        given().get(LETTERS + "/" + FakeLetters.OPEN)
                .then()
                .statusCode(200)
                .body("id", is(FakeLetters.OPEN.toString()))
                .body("execution.status", is("FAILED"))
                .body("execution.reason", is("NODE_FAILED"))
                .body("execution.href", endsWith("/workflow/00000000-0000-7000-8000-00000000000e"))
                .body("attempts.dispatch", is(List.of(4, 5)))
                .body("attempts.revival", is(List.of(0, 1)))
                .body("attempts[0].worker", is("w-1"))
                .body("attempts[0].started_at", is("2030-01-31T12:00:08Z"))
                .body("attempts[0].ended_at", is("2030-01-31T12:00:09Z"))
                .body("attempts[0].outcome", is("RETRIED"))
                .body("attempts[0].error.code", is("CARD_DECLINED"))
                .body("attempts[0].retry_at", is("2030-01-31T12:00:10Z"))
                .body("attempts[1].outcome", nullValue())
                .body("attempts_left_out", is(3))
                .body("revivals[0].config.key", is("{{ secrets.KEY }}"))
                .body("config.is_patched", is(true))
                .body("config.dispatch", is(5))
                .body("config.defined.key", is("{{ secrets.KEY }}"))
                .body("config.resolved.key", is("a{{ secrets.KEY }} {{ secrets.KEY_2 }} b"))
                .body("config.resolved.n", is(1));
        for (String id : new String[] {FakeLetters.CLOSED.toString(), "42", "groups2"}) {
            given().get(LETTERS + "/" + id).then().statusCode(404).body("error_code", is("DEAD_LETTER_NOT_FOUND"));
        }
    }

    @Test
    void startsARetryOfMany() {
        post("/retry", "{\"filter\":{\"handler\":\"fail\",\"category\":\"TIMEOUT\"},\"max\":7,\"rate_per_second\":0.5}")
                .statusCode(202)
                .header("Location", endsWith("/admin/dlq/retry/" + FakeLetters.JOB.id()))
                .body("job_id", is(FakeLetters.JOB.id().toString()))
                .body("status", is("running"))
                .body("matched", is(1_234))
                .body("max", is(10))
                .body("rate_per_second", is(2.5f))
                .body("retried", is(3))
                .body("closed_meanwhile", is(2))
                .body("failed", is(1))
                .body("requested_by", nullValue())
                .body("ended_at", nullValue());
        LetterCriteria wanted = LetterCriteria.OPEN
                .with(new Where(null, null, null, "fail"))
                .with(new What(ErrorCategory.TIMEOUT, null, null));
        assertThat(letters.lastWish()).isEqualTo(new Wish(wanted, 7, 0.5, ""));
        post("/retry", "{\"all\":true}").statusCode(202);
        assertThat(letters.lastWish()).isEqualTo(new Wish(LetterCriteria.OPEN, 100_000, 10, ""));
    }

    @Test
    void aDryRunOnlyCounts() {
        for (String path : new String[] {"/retry?dry_run=true", "/discard?dry_run=true"}) {
            post(path, "{\"filter\":{\"workflow\":\"orders\"},\"max\":5}")
                    .statusCode(200)
                    .body("matched", is(100_000))
                    .body("matched_is_exact", is(false))
                    .body("would_take", is(5));
        }
        post("/retry?dry_run=perhaps", "{\"all\":true}").statusCode(422);
    }

    @Test
    void discardsMany() {
        post("/discard", "{\"filter\":{\"fingerprint\":\"ab12\"},\"reason\":\"known\"}")
                .statusCode(200)
                .body("status", is("success"))
                .body("discarded", is(10_000));
        assertThat(letters.lastDiscarding()).isEqualTo(new Discarding("", "known"));
    }

    @Test
    void aRetryIsWatchedAndStopped() {
        String job = LETTERS + "/retry/" + FakeLetters.JOB.id();
        given().get(job).then().statusCode(200).body("retried", is(3));
        given().delete(job).then().statusCode(200).body("retried", is(3));
        for (String id : new String[] {FakeLetters.OPEN.toString(), "42"}) {
            given().get(LETTERS + "/retry/" + id).then().statusCode(404).body("error_code", is("RETRY_JOB_NOT_FOUND"));
            given().delete(LETTERS + "/retry/" + id).then().statusCode(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"all\":false}",
                "{\"all\":1}",
                "{\"filter\":{}}",
                "{\"filter\":[]}",
                "{\"filter\":{\"handler\":null}}",
                "{\"filter\":{\"handler\":7}}",
                "{\"filter\":{\"handlr\":\"x\"}}",
                "{\"filter\":{\"status\":\"all\"}}",
                "{\"filter\":{\"category\":\"SAD\"}}",
                "{\"filter\":{\"handler\":\"x\"},\"all\":true}",
                "{\"all\":true,\"max\":0}",
                "{\"all\":true,\"max\":1.5}",
                "{\"all\":true,\"max\":10000000}",
                "{\"all\":true,\"what\":1}"
            })
    void whoDoesNotSayWhichIsRefused(String body) {
        post("/retry", body).statusCode(422);
        post("/discard", body).statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.001", "1001", "1e999", "\"5\"", "[]"})
    void aRateOutOfRangeIsRefused(String rate) {
        post("/retry", "{\"all\":true,\"rate_per_second\":" + rate + "}").statusCode(422);
    }

    @Test
    void aReasonThatIsNoTextIsRefused() {
        post("/discard", "{\"all\":true,\"reason\":1}").statusCode(422).body("problems[0].path", is("/reason"));
        post("/discard", "{\"all\":true,\"reason\":\"" + "x".repeat(1_001) + "\"}")
                .statusCode(422);
        post("/retry", "").statusCode(400);
    }

    private static ValidatableResponse post(String path, String body) {
        return given().contentType("application/json")
                .body(body)
                .post(LETTERS + path)
                .then();
    }
}
