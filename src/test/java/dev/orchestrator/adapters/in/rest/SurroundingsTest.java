package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.orchestrator.adapters.json.Json;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health, metrics and documentation, on the ports where they belong. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class SurroundingsTest {
    @TestHTTPResource(management = true)
    String management;

    @AfterEach
    void heal() {
        FakePulses.redis = FakePulses::up;
    }

    @Test
    void tellsItsHealthOnBothPorts() {
        for (String base : List.of("", base())) {
            Map<?, ?> health = given().get(base + "/health")
                    .then()
                    .statusCode(200)
                    .extract()
                    .as(Map.class);
            assertThat(health.get("status")).isEqualTo("healthy");
            assertThat(health.get("version")).asString().isNotEmpty();
            assertThat(Instant.parse(health.get("timestamp").toString())).isNotNull();
            assertThat(health.get("dependencies")).isEqualTo(Map.of("redis", "healthy", "postgres", "healthy"));
        }
    }

    @Test
    void isDegradedWhenAStoreDoesNotAnswer() {
        List<Supplier<CompletionStage<Boolean>>> deaths = List.of(
                () -> CompletableFuture.completedFuture(false),
                () -> CompletableFuture.completedFuture(null),
                () -> CompletableFuture.failedFuture(new java.io.IOException("down")),
                () -> {
                    throw new IllegalStateException("closed");
                },
                CompletableFuture::new);
        for (Supplier<CompletionStage<Boolean>> death : deaths) {
            FakePulses.redis = death;
            given().get("/health")
                    .then()
                    .statusCode(503)
                    .body("status", is("degraded"))
                    .body("dependencies.redis", is("unhealthy"))
                    .body("dependencies.postgres", is("healthy"));
        }
        given().get("/health/ready").then().statusCode(503);
        given().get(base() + "/health/ready").then().statusCode(503);
        given().get("/health/live").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health/started"})
    void answersProbesOnBothPorts(String path) {
        given().get(path).then().statusCode(200).body("status", is("UP"));
        given().get(base() + path).then().statusCode(200).body("status", is("UP"));
        given().head(path).then().statusCode(200);
    }

    @Test
    void countsRequestsByTemplate() {
        given().get("/api/v1/workflow/42").then().statusCode(404);
        given().patch("/api/v1/workflow/no-such-id").then().statusCode(405);
        given().request("BREW", "/api/v1/workflow").then().statusCode(405);
        for (String base : List.of("", base())) {
            given().get(base + "/metrics")
                    .then()
                    .statusCode(200)
                    .contentType(containsString("text"))
                    .body(containsString("uri=\"/api/v1/workflow/{execution_id}\""))
                    .body(containsString("uri=\"UNMATCHED\""))
                    .body(not(containsString("no-such-id")))
                    .body(not(containsString("BREW")))
                    .body(containsString("jvm_"));
        }
    }

    @Test
    void showsItsDocumentation() {
        given().get("/docs").then().statusCode(200).body(containsString("/openapi.json"));
        given().head("/docs").then().statusCode(200);
        given().head("/docs/").then().statusCode(200);
    }

    @Test
    void describesItself() {
        given().get("/openapi.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("info.title", is("Workflow orchestrator"))
                .body("info.version", notNullValue())
                .body("paths.keySet()", hasItems("/api/v1/workflow", "/api/v1/workflow/{execution_id}"))
                .body("paths.'/api/v1/workflow'.post.parameters.size()", is(3))
                .body("paths.'/api/v1/workflow'.post.requestBody", notNullValue())
                .body("paths.'/api/v1/workflow'.post.responses.keySet()", hasItems("201", "400", "422", "503"))
                .body("paths.'/api/v1/workflow'.get.parameters.name", hasItem("cursor"))
                .body("components.schemas.Problem.properties.size()", greaterThan(6));
    }

    @Test
    void describesNothingThatIsMissing() {
        Object description = Json.STORED.parse(given().get("/openapi.json").asString());
        List<String> references = new ArrayList<>();
        collect(description, references);
        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(at(description, reference))
                .as(reference)
                .isNotNull());
    }

    private static void collect(Object tree, List<String> references) {
        if (tree instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                references.add(reference);
            }
            map.values().forEach(value -> collect(value, references));
        } else if (tree instanceof List<?> list) {
            list.forEach(value -> collect(value, references));
        }
    }

    private static Object at(Object tree, String reference) {
        Object found = tree;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return found;
    }

    private String base() {
        return management.replaceAll("/$", "");
    }
}
