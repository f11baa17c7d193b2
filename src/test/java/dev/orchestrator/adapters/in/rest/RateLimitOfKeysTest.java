package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With keys, a key counts and not where it comes from; no proxy is trusted here. */
@QuarkusTest
@TestProfile(LimitTestProfile.class)
class RateLimitOfKeysTest {
    private static final String GOOD = "{\"name\":\"runs\",\"dag\":{\"nodes\":[{\"id\":\"a\",\"handler\":\"echo\"}]}}";

    @Inject
    FakeLimits limits;

    @BeforeEach
    void forget() {
        limits.forget();
    }

    private static Response submit(String key) {
        return given().contentType(ContentType.JSON)
                .header("X-API-Key", key)
                .header("X-Forwarded-For", "198.51.100.7")
                .body(GOOD)
                .post("/api/v1/workflow");
    }

    @Test
    void eachKeyHasItsOwn() {
        for (int i = 0; i < FakeLimits.RATE.burst(); i++) {
            assertThat(submit("run").statusCode()).isEqualTo(201);
        }
        submit("run").then().statusCode(429).body("detail", containsString("the API key 'the-run-key'"));
        assertThat(submit("admin").statusCode()).isEqualTo(201);
        assertThat(limits.admitted("key:the-run-key")).isEqualTo(3);
        assertThat(limits.admitted("key:the-admin-key")).isEqualTo(1);
        assertThat(limits.admitted("addr:127.0.0.1")).isZero();
    }

    @Test
    void whoIsNotLetInIsNotCounted() {
        for (String key : new String[] {"wrong", "read"}) {
            Response answer = submit(key);
            assertThat(answer.statusCode()).isIn(401, 403);
            assertThat(answer.header(LimitHeaders.LIMIT)).isNull();
        }
        assertThat(limits.admitted("key:the-read-key")).isZero();
        assertThat(limits.admitted("addr:127.0.0.1")).isZero();
    }
}
