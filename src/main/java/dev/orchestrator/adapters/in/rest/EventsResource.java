package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ReadEvents;
import dev.orchestrator.ports.in.ReadEvents.Answer;
import dev.orchestrator.ports.in.ReadEvents.Following;
import dev.orchestrator.ports.in.ReadEvents.Found;
import dev.orchestrator.ports.in.ReadEvents.Refused;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The journal of an execution: page by page, or as a stream that goes on while the execution does. */
@Path(ApiPaths.WORKFLOW)
@Tag(ref = ApiPaths.RUN_TAG)
public class EventsResource {
    private static final Set<String> JSON = Set.of("*/*", "application/*", MediaType.APPLICATION_JSON);

    private static final String PATH = "/{execution_id}/events";

    private final Outages outages;
    private final ReadEvents events;
    private final StreamSettings settings;
    private final Vertx vertx;

    EventsResource(Outages outages, ReadEvents events, StreamSettings settings, Vertx vertx) {
        this.outages = outages;
        this.events = events;
        this.settings = settings;
        this.vertx = vertx;
    }

    @GET
    @Path(PATH)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "events",
            summary = "Read or follow what happened to an execution",
            description = "As application/json a page: go on with `after` set to its `next`. As text/event-stream it"
                    + " follows live: a message `version` for each version, its number as id, a comment now and then,"
                    + " and a message `end` after the version that ended the execution, before the stream closes."
                    + " Connect again with Last-Event-ID to go on where it broke.")
    @Parameter(ref = "LastEventId")
    @APIResponse(responseCode = "200", ref = "Events")
    @APIResponse(responseCode = "404", ref = "NoExecution")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "StoreDown")
    public CompletionStage<Response> page(
            @Parameter(ref = "ExecutionId") @PathParam("execution_id") String execution,
            @Parameter(description = "Only what came after this version", example = "0") @QueryParam("after") @Nullable
                    String after,
            @Parameter(
                            description =
                                    "How many versions at most, 1 to 1000; 500 if not given. A page may be shorter",
                            example = "500")
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        ExecutionId id = Ids.inPath(execution);
        EventsQuery query = EventsQuery.page(after, limit);
        return outages.answered(events.page(id, query.after(), query.limit()))
                .thenApply(answer -> Answers.ok(
                        EventAnswers.page(id, found(answer, id, query).entries(), query.after())));
    }

    @GET
    @Path(PATH)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public CompletionStage<Response> follow(
            @Context HttpServerRequest request,
            @PathParam("execution_id") String execution,
            @HeaderParam("Last-Event-ID") @Nullable String header,
            @QueryParam("last_event_id") @Nullable String lastEventId,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        String types = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        if (!asksForStream(types)) {
            refuseUnlessJson(types);
            return page(execution, after, limit);
        }
        ExecutionId id = Ids.inPath(execution);
        EventsQuery query = EventsQuery.stream(header, lastEventId, after);
        if (request.method().equals(HttpMethod.HEAD)) {
            return outages.answered(events.page(id, query.after(), 1)).thenApply(answer -> {
                found(answer, id, query);
                return stream().build();
            });
        }
        io.vertx.core.Context loop = vertx.getOrCreateContext();
        return opened(id, query).thenApply(following -> stream()
                .entity(new EventStream(loop, settings, following, query.after()))
                .build());
    }

    /** Who takes anything gets JSON: a stream would surprise whoever did not ask for one, and never end. */
    private static boolean asksForStream(String types) {
        return MediaTypes.accepts(types, Set.of(MediaType.SERVER_SENT_EVENTS, "text/*"));
    }

    private static void refuseUnlessJson(String types) {
        if (!types.isBlank() && !MediaTypes.accepts(types, JSON)) {
            throw Refusal.of(ErrorCode.NOT_ACCEPTABLE, "Accept application/json or text/event-stream")
                    .asException();
        }
    }

    /** What is opened after the client was told of an outage is closed again. */
    private CompletionStage<Following> opened(ExecutionId id, EventsQuery query) {
        CompletionStage<Answer<Following>> opening = events.follow(id, query.after());
        return outages.answered(opening)
                .whenComplete((answer, outage) -> {
                    if (outage != null) {
                        opening.thenAccept(EventsResource::close);
                    }
                })
                .thenApply(answer -> found(answer, id, query));
    }

    private static void close(Answer<Following> late) {
        if (late instanceof Found<Following> found) {
            found.value().close();
        }
    }

    private static Response.ResponseBuilder stream() {
        return Response.ok()
                .type(MediaType.SERVER_SENT_EVENTS_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no");
    }

    private static <T> T found(Answer<T> answer, ExecutionId id, EventsQuery query) {
        if (answer instanceof Found<T> found) {
            return found.value();
        }
        Refusal refusal =
                switch (((Refused<T>) answer).reason()) {
                    case UNKNOWN_EXECUTION -> Refusals.noExecution(id.toString());
                    case NO_SUCH_VERSION ->
                        Refusals.invalid(
                                "?after",
                                "The execution has no version " + query.after(),
                                "Give the version of an event that you were sent, or 0 for all");
                    case TOO_MANY_FOLLOWERS -> Refusals.tryLater(ErrorCode.TOO_MANY_STREAMS);
                    case STOPPING -> Refusals.tryLater(ErrorCode.SHUTTING_DOWN);
                };
        throw refusal.asException();
    }
}
