package dev.orchestrator.adapters.in.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.orchestrator.domain.execution.Event;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.out.Story;
import dev.orchestrator.sse.EventSource;
import dev.orchestrator.sse.EventSource.Message;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The events of an execution, as pages and as streams. */
@QuarkusTest
@TestProfile(RestTestProfile.class)
class EventsApiTest {
    private static final String WORKFLOW = "/api/v1/workflow/";
    private static final String UNKNOWN = "0199d4a0-5c1e-7a6b-9d1f-2f6f0a3f8c11";

    /** What should be refused and is not would never end. */
    private static final RestAssuredConfig BOUNDED = RestAssuredConfig.config()
            .httpClient(HttpClientConfig.httpClientConfig().setParam("http.socket.timeout", 15_000));

    @Inject
    FakeEvents events;

    private final List<EventSource> opened = new ArrayList<>();

    @AfterEach
    void leaveNothingOpen() {
        opened.forEach(EventSource::close);
        until(() -> events.streams() == 0);
    }

    @Test
    void showsPagesOfEvents() {
        Story story = events.running();
        request()
                .get(path(story))
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("Cache-Control", "no-store")
                .body("execution_id", is(story.id().toString()))
                .body("events.type", contains("submitted", "triggered", "node_queued"))
                .body("events.version", contains(1, 2, 2))
                .body("events[1].params.n", is(2))
                .body("next", is(2));
        request().queryParam("limit", 1).get(path(story)).then().body("next", is(1));
        request()
                .accept("application/json")
                .queryParam("after", 2)
                .get(path(story))
                .then()
                .body("events", empty())
                .body("next", is(2));
    }

    @Test
    void refusesWhatIsWrong() {
        Story story = events.running();
        request()
                .get(WORKFLOW + UNKNOWN + "/events")
                .then()
                .statusCode(404)
                .body("error_code", is("EXECUTION_NOT_FOUND"));
        request().get(WORKFLOW + "x/events").then().statusCode(404);
        for (String query :
                new String[] {"after=-1", "after=x", "after=99999999999", "limit=0", "limit=1001", "after=3"}) {
            request()
                    .get(path(story) + "?" + query)
                    .then()
                    .statusCode(422)
                    .body("error_code", is("VALIDATION_ERROR"))
                    .body("problems[0].path", is("?" + query.substring(0, 5)));
        }
        request().accept("text/html").get(path(story)).then().statusCode(406).body("error_code", is("NOT_ACCEPTABLE"));
        request().post(path(story)).then().statusCode(405).header("Allow", containsString("GET"));
    }

    @Test
    void streamsRefuseWhatIsWrongBeforeTheyBegin() {
        Story story = events.running();
        stream()
                .get(WORKFLOW + UNKNOWN + "/events")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("error_code", is("EXECUTION_NOT_FOUND"));
        for (String wrong : new String[] {"x", "-1", "1.5", "3", "99999999999"}) {
            stream().header("Last-Event-ID", wrong).get(path(story)).then().statusCode(422);
            stream().queryParam("last_event_id", wrong).get(path(story)).then().statusCode(422);
            stream().queryParam("after", wrong).get(path(story)).then().statusCode(422);
        }
        stream()
                .head(path(story))
                .then()
                .statusCode(200)
                .contentType("text/event-stream")
                .body(is(""));
        stream().head(WORKFLOW + UNKNOWN + "/events").then().statusCode(404);
    }

    @Test
    void followsVersionByVersionToTheEnd() {
        Story story = events.running();
        EventSource source = open(story);
        assertThat(source.status()).isEqualTo(200);
        assertThat(source.header("Content-Type")).get().asString().startsWith("text/event-stream");
        assertThat(source.header("Cache-Control")).contains("no-store");
        assertThat(source.header("X-Accel-Buffering")).contains("no");
        assertThat(source.next().json().at("/status").asText()).isEqualTo("PENDING");
        Message triggered = source.next();
        assertThat(triggered.id()).isEqualTo("2");
        assertThat(triggered.json().at("/status").asText()).isEqualTo("RUNNING");
        assertThat(triggered.json().at("/events/1/type").asText()).isEqualTo("node_queued");
        events.append(story.queued(3));
        assertThat(source.next().id()).isEqualTo("3");
        events.append(story.ended(4, ExecutionStatus.FAILED));
        List<Message> rest = source.rest();
        assertThat(rest).extracting(Message::event).containsExactly("version", "end");
        assertThat(rest.get(1).data()).isEqualTo("{\"status\":\"FAILED\",\"reason\":\"because\",\"version\":4}");
    }

    @Test
    void resumesAfterTheLastEventThatWasSeen() {
        Story story = events.running();
        events.append(story.queued(3));
        assertThat(open(story, "Last-Event-ID", "2").next().id()).isEqualTo("3");
        assertThat(open(path(story) + "?after=1").next().id()).isEqualTo("2");
        assertThat(open(path(story) + "?after=1&last_event_id=2").next().id()).isEqualTo("3");
        EventSource header = open(path(story) + "?after=0", "Last-Event-ID", "2");
        assertThat(header.next().id()).as("the header goes before the address").isEqualTo("3");
    }

    @Test
    void goesOnAfterARevival() {
        Story story = events.running();
        events.append(story.ended(3, ExecutionStatus.FAILED));
        List<Message> first = open(story).rest();
        assertThat(first).extracting(Message::event).containsExactly("version", "version", "version", "end");
        assertThat(open(story, "Last-Event-ID", "3").rest())
                .extracting(Message::event)
                .containsExactly("end");
        events.append(story.told(4, ExecutionStatus.RUNNING, List.of(new Event.Revived(Instant.EPOCH))));
        EventSource resumed = open(story, "Last-Event-ID", "3");
        assertThat(resumed.next().id()).isEqualTo("4");
        events.append(story.ended(5, ExecutionStatus.COMPLETED));
        assertThat(resumed.rest()).extracting(Message::event).containsExactly("version", "end");
    }

    @Test
    void saysNowAndThenThatItIsThere() {
        EventSource source = open(events.running());
        until(() -> source.comments() >= 2);
    }

    @Test
    void isNeitherCompressedNorHeldBack() {
        EventSource source = open(events.running(), "Accept-Encoding", "gzip, deflate");
        assertThat(source.header("Content-Encoding")).isEmpty();
        assertThat(source.next().id()).isEqualTo("1");
    }

    @Test
    void forgetsAClientThatIsGone() {
        EventSource source = open(events.running());
        source.next();
        assertThat(events.streams()).isEqualTo(1);
        source.close();
        until(() -> events.streams() == 0);
    }

    @Test
    void letsAClientGoThatTakesNothing() throws IOException {
        Story story = events.running();
        events.append(story.told(
                3, ExecutionStatus.RUNNING, List.of(new Event.Ended(ExecutionStatus.RUNNING, "x".repeat(30_000_000)))));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            String request = "GET " + path(story) + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            until(() -> events.streams() == 1);
            until(() -> events.streams() == 0);
        }
    }

    @Test
    void servesSoManyAndNoMore() {
        Story story = events.running();
        for (int i = 0; i < FakeEvents.MOST; i++) {
            open(story).next();
        }
        stream()
                .get(path(story))
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("error_code", is("TOO_MANY_STREAMS"));
        opened.get(0).close();
        until(() -> events.streams() < FakeEvents.MOST);
        assertThat(open(story).next().id()).isEqualTo("1");
    }

    @Test
    void staysOpenInAnOutageAndOpensNothing() {
        Story story = events.running();
        EventSource source = open(story);
        source.next();
        source.next();
        events.outage(true);
        try {
            events.append(story.queued(3));
            stream().get(path(story)).then().statusCode(503).body("error_code", is("STORE_UNAVAILABLE"));
            request().get(path(story)).then().statusCode(503).body("error_code", is("STORE_UNAVAILABLE"));
        } finally {
            events.outage(false);
        }
        assertThat(source.next().id()).isEqualTo("3");
    }

    private static io.restassured.specification.RequestSpecification request() {
        return given().config(BOUNDED);
    }

    private static io.restassured.specification.RequestSpecification stream() {
        return request().accept("text/event-stream");
    }

    private EventSource open(Story story, String... headers) {
        return open(path(story), headers);
    }

    private EventSource open(String path, String... headers) {
        EventSource source = EventSource.open("http://localhost:" + RestAssured.port + path, headers);
        opened.add(source);
        return source;
    }

    private static String path(Story story) {
        return WORKFLOW + story.id() + "/events";
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it never came about").isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
