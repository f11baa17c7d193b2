package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.ports.in.RunExecutions;
import dev.orchestrator.ports.in.RunExecutions.Request;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.ports.in.RunExecutions.Submitted.Invalid;
import dev.orchestrator.ports.in.RunExecutions.Submitted.Stored;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
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

/** Has executions stored, and on request started and waited for. */
@Path(ApiPaths.WORKFLOW)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.RUN_TAG)
public class SubmitResource {
    private final Outages outages;
    private final JsonBodies bodies;
    private final RunExecutions executions;
    private final Waiting waiting;
    private final RestSettings settings;

    SubmitResource(
            Outages outages, JsonBodies bodies, RunExecutions executions, Waiting waiting, RestSettings settings) {
        this.outages = outages;
        this.bodies = bodies;
        this.executions = executions;
        this.waiting = waiting;
        this.settings = settings;
    }

    @POST
    @Operation(
            operationId = "submit",
            summary = "Submit a workflow",
            description =
                    "Stores an execution of the definition. It stays PENDING until it is triggered, which `trigger` or `wait` do at once.")
    @RequestBody(ref = "Definition")
    @APIResponse(responseCode = "201", ref = "Submitted")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "NotJson")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    @APIResponse(responseCode = "503", ref = "StoreDown")
    public CompletionStage<Response> submit(
            @Context RoutingContext context,
            @Parameter(ref = "IdempotencyKey") @HeaderParam(RequestKeys.HEADER) @Nullable String key,
            @Parameter(ref = "Trigger") @QueryParam("trigger") @Nullable String trigger,
            @Parameter(ref = "Wait") @QueryParam("wait") @Nullable String wait) {
        Start start = Start.read(trigger, wait, settings.longestWait());
        return bodies.required(context.request(), body -> submit(context, body, start));
    }

    private CompletionStage<Response> submit(RoutingContext context, @Nullable Object body, Start start) {
        Map<String, Object> params = Params.isGiven(body) ? Params.of(body) : Map.of();
        Request asked = new Request(
                Params.without(body), start.trigger() ? params : null, RequestKeys.of(context, start.trigger(), body));
        boolean unused = !params.isEmpty() && !start.trigger();
        return outages.decided(context.request().bytesRead(), () -> executions.submit(asked))
                .thenCompose(submitted -> answer(submitted, start, unused));
    }

    private CompletionStage<Response> answer(Submitted submitted, Start start, boolean unusedParams) {
        if (submitted instanceof Invalid invalid) {
            throw Refusals.of(invalid.problems()).asException();
        }
        if (!(submitted instanceof Stored stored)) {
            throw RequestKeys.reused().asException();
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("workflow_id", stored.workflow().toString());
        answer.put("execution_id", stored.execution().toString());
        answer.put("message", start.trigger() ? "Workflow submitted and triggered" : "Workflow submitted");
        List<Problem> warnings = new ArrayList<>(stored.warnings());
        if (unusedParams) {
            warnings.add(Params.neverUsed());
        }
        if (!warnings.isEmpty()) {
            answer.put("warnings", ExecutionAnswers.problems(warnings));
        }
        return waiting.addResult(answer, stored.execution(), start.patience())
                .thenApply(tree -> Answers.repeated(
                        stored.repeated(), Answers.created(ApiPaths.execution(stored.execution()), tree)));
    }
}
