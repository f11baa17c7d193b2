package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.ports.in.RunExecutions;
import dev.orchestrator.ports.in.RunExecutions.Answer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Starts executions that were submitted before. */
@Path(ApiPaths.WORKFLOW)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.RUN_TAG)
public class TriggerResource {
    private final Outages outages;
    private final JsonBodies bodies;
    private final RunExecutions executions;
    private final Waiting waiting;
    private final RestSettings settings;

    TriggerResource(
            Outages outages, JsonBodies bodies, RunExecutions executions, Waiting waiting, RestSettings settings) {
        this.outages = outages;
        this.bodies = bodies;
        this.executions = executions;
        this.waiting = waiting;
        this.settings = settings;
    }

    @POST
    @Path("/trigger/{execution_id}")
    @Operation(
            operationId = "trigger",
            summary = "Start an execution",
            description = "Starts a PENDING execution with the params of the body. A second trigger changes nothing.")
    @RequestBody(ref = "Params")
    @APIResponse(responseCode = "200", ref = "Triggered")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "404", ref = "NoExecution")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "StoreDown")
    public CompletionStage<Response> trigger(
            @Context RoutingContext context,
            @Parameter(ref = "IdempotencyKey") @HeaderParam(RequestKeys.HEADER) @Nullable String key,
            @Parameter(ref = "ExecutionId") @PathParam("execution_id") String execution,
            @Parameter(ref = "Wait") @QueryParam("wait") @Nullable String wait) {
        ExecutionId id = Ids.inPath(execution);
        Duration patience = Start.readPatience(wait, settings.longestWait());
        return bodies.optional(context.request(), body -> trigger(context, id, body, patience));
    }

    private CompletionStage<Response> trigger(
            RoutingContext context, ExecutionId id, @Nullable Object body, Duration patience) {
        RequestKey key = RequestKeys.of(context, true, body);
        Map<String, Object> params = Params.of(body);
        List<Problem> warnings = Params.unread(body);
        return outages.decided(context.request().bytesRead(), () -> executions.trigger(id, params, key))
                .thenCompose(answer -> {
                    Refusals.refuseUnlessDone(answer, id);
                    return waiting.addResult(answer(id, warnings), id, patience)
                            .thenApply(tree -> Answers.repeated(answer instanceof Answer.Repeated, Answers.ok(tree)));
                });
    }

    private static Map<String, @Nullable Object> answer(ExecutionId id, List<Problem> warnings) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("execution_id", id.toString());
        answer.put("message", "Execution triggered");
        if (!warnings.isEmpty()) {
            answer.put("warnings", ExecutionAnswers.problems(warnings));
        }
        return answer;
    }
}
