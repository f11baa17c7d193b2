package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.orchestrator.adapters.json.Json;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every endpoint of the API's own description, without a key, with a wrong one, and with a key of each scope. */
@QuarkusTest
@TestProfile(KeysTestProfile.class)
class AccessMatrixTest {
    private static final String ID = "00000000-0000-7000-8000-000000000000";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /** The paths outside the description; null needs no key. */
    private static final Map<String, KeyScope> AROUND = around();

    /** What each endpoint needs. An endpoint without a row fails, and so does a row without an endpoint. */
    private static final Map<String, KeyScope> ENDPOINTS = Map.ofEntries(
            Map.entry("GET /api/v1/workflow", KeyScope.READ),
            Map.entry("POST /api/v1/workflow", KeyScope.RUN),
            Map.entry("POST /api/v1/workflow/validate", KeyScope.READ),
            Map.entry("POST /api/v1/workflow/trigger/{execution_id}", KeyScope.RUN),
            Map.entry("GET /api/v1/workflow/{execution_id}", KeyScope.READ),
            Map.entry("GET /api/v1/workflow/{execution_id}/results", KeyScope.READ),
            Map.entry("GET /api/v1/workflow/{execution_id}/events", KeyScope.READ),
            Map.entry("GET /api/v1/workflow/{execution_id}/explain", KeyScope.READ),
            Map.entry("DELETE /api/v1/workflow/{execution_id}", KeyScope.RUN),
            Map.entry("GET /api/v1/admin/breakers", KeyScope.ADMIN),
            Map.entry("POST /api/v1/admin/breakers/{handler}/{dependency}/close", KeyScope.ADMIN),
            Map.entry("GET /api/v1/admin/dlq", KeyScope.ADMIN),
            Map.entry("GET /api/v1/admin/dlq/groups", KeyScope.ADMIN),
            Map.entry("GET /api/v1/admin/dlq/{id}", KeyScope.ADMIN),
            Map.entry("POST /api/v1/admin/dlq/retry", KeyScope.ADMIN),
            Map.entry("GET /api/v1/admin/dlq/retry/{job}", KeyScope.ADMIN),
            Map.entry("DELETE /api/v1/admin/dlq/retry/{job}", KeyScope.ADMIN),
            Map.entry("POST /api/v1/admin/dlq/discard", KeyScope.ADMIN),
            Map.entry("POST /api/v1/admin/dlq/{id}/retry", KeyScope.ADMIN),
            Map.entry("DELETE /api/v1/admin/dlq/{id}", KeyScope.ADMIN),
            Map.entry("GET /api/v1/admin/quarantine", KeyScope.ADMIN),
            Map.entry("GET /api/v1/admin/quarantine/{id}", KeyScope.ADMIN),
            Map.entry("DELETE /api/v1/admin/quarantine/{id}", KeyScope.ADMIN),
            Map.entry("POST /api/v1/workflows", KeyScope.RUN),
            Map.entry("GET /api/v1/workflows", KeyScope.READ),
            Map.entry("GET /api/v1/workflows/{name}", KeyScope.READ),
            Map.entry("POST /api/v1/workflows/{name}/executions", KeyScope.RUN));

    private static Map<String, KeyScope> around() {
        Map<String, KeyScope> paths = new LinkedHashMap<>();
        paths.put("/health", null);
        paths.put("/health/live", null);
        paths.put("/health/ready", null);
        paths.put("/health/started", null);
        paths.put("/", KeyScope.READ);
        paths.put("/metrics", KeyScope.READ);
        paths.put("/docs", KeyScope.READ);
        paths.put("/openapi.json", KeyScope.READ);
        paths.put("/schemas/workflow.json", KeyScope.READ);
        paths.put("/api/v1/no-such-thing", KeyScope.READ);
        paths.put("/no-such-thing", KeyScope.READ);
        return paths;
    }

    @Test
    void everyEndpointIsInTheTableAndHoldsIt() {
        Set<String> described = described();
        assertThat(described).isEqualTo(new TreeSet<>(ENDPOINTS.keySet()));
        described.forEach(endpoint -> holds(endpoint, ENDPOINTS.get(endpoint)));
    }

    @Test
    void thePathsAroundTheApiHoldTheTable() {
        AROUND.forEach((path, needed) -> {
            holds("GET " + path, needed);
            holds("HEAD " + path, needed);
        });
    }

    @Test
    void theDescriptionSaysWhatIsNeeded() {
        Map<String, Object> paths = members(openapi().get("paths"));
        ENDPOINTS.forEach((endpoint, needed) -> {
            String[] parts = endpoint.split(" ", 2);
            Map<String, Object> operation =
                    members(members(paths.get(parts[1])).get(parts[0].toLowerCase(Locale.ROOT)));
            assertThat(operation.get("x-required-scope")).as(endpoint).isEqualTo(needed.word());
            assertThat(members(operation.get("responses"))).as(endpoint).containsKeys("401", "403");
        });
    }

    @Test
    void bothWaysToPresentAKeyAreTaken() {
        String list = "/api/v1/workflow";
        given().header("X-API-Key", "read").get(list).then().statusCode(200);
        given().header("Authorization", "bearer  read ").get(list).then().statusCode(200);
        given().header("Authorization", "Basic cmVhZDpyZWFk").get(list).then().statusCode(401);
        given().header("Authorization", "Bearer").get(list).then().statusCode(401);
        given().header("X-API-Key", "x".repeat(5_000)).get(list).then().statusCode(401);
    }

    @Test
    void aRefusalSaysWhatToDo() {
        given().get("/api/v1/workflow")
                .then()
                .statusCode(401)
                .contentType(Refusal.MEDIA_TYPE)
                .header("WWW-Authenticate", startsWith("Bearer"))
                .body("error_code", is("UNAUTHORIZED"))
                .body("detail", containsString("X-API-Key"));
        given().header("X-API-Key", "read")
                .delete("/api/v1/workflow/" + ID)
                .then()
                .statusCode(403)
                .body("error_code", is("FORBIDDEN"))
                .body("detail", is("This needs a key with the scope 'run'; the key 'the-read-key' has 'read'"));
    }

    /** The body is not worth reading, but the client must get its answer. */
    @Test
    void aLargeBodyWithoutAKeyGetsItsAnswer() {
        byte[] body = new byte[3_000_000];
        Wire.Answer answer = Wire.send("POST", "/api/v1/workflow", "Content-Type: application/json\r\n", body);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
    }

    /** HTTP/2 forbids headers about the connection; a refusal must be an answer there, too. */
    @Test
    void aRefusalIsAnAnswerOverHttp2() throws Exception {
        java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_2)
                .build();
        java.net.http.HttpRequest.Builder request = java.net.http.HttpRequest.newBuilder(
                java.net.URI.create("http://127.0.0.1:" + io.restassured.RestAssured.port + "/api/v1/workflow"));
        java.net.http.HttpResponse.BodyHandler<String> text = java.net.http.HttpResponse.BodyHandlers.ofString();
        for (int i = 0; i < 2; i++) {
            var refused = client.send(
                    request.copy()
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    text);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
        }
    }

    private static void holds(String endpoint, KeyScope needed) {
        assertThat(isLetIn(endpoint, null)).as(endpoint + " without a key").isEqualTo(needed == null);
        assertThat(isLetIn(endpoint, "wrong"))
                .as(endpoint + " with a wrong key")
                .isEqualTo(needed == null);
        for (KeyScope scope : KeyScope.values()) {
            assertThat(isLetIn(endpoint, scope.word()))
                    .as(endpoint + " with the scope " + scope)
                    .isEqualTo(needed == null || scope.compareTo(needed) >= 0);
        }
    }

    private static boolean isLetIn(String endpoint, String key) {
        String[] parts = endpoint.replaceAll("\\{[^}]+}", ID).split(" ", 2);
        RequestSpecification request = given().redirects().follow(false);
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        Response response = request.request(parts[0], parts[1]);
        boolean refused = response.statusCode() == 401 || response.statusCode() == 403;
        assertThat(response.statusCode()).as(endpoint).isLessThan(500);
        assertThat(refused && response.statusCode() == 401)
                .as(endpoint + ": 401 is for those who are not known")
                .isEqualTo(refused && (key == null || key.equals("wrong")));
        return !refused;
    }

    private static Set<String> described() {
        Set<String> endpoints = new TreeSet<>();
        members(openapi().get("paths")).forEach((path, item) -> members(item).keySet().stream()
                .filter(METHODS::contains)
                .forEach(method -> endpoints.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return endpoints;
    }

    private static Map<String, Object> openapi() {
        return members(Json.STORED.parse(
                given().header("X-API-Key", "read").get("/openapi.json").asString()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(Object object) {
        return object instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
