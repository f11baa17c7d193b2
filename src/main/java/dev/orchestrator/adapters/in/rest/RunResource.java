package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.ports.in.NamedWorkflows;
import dev.orchestrator.ports.in.NamedWorkflows.Run;
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

/** Runs named workflows. Unlike a submission, a run starts at once unless it is told not to. */
@Path(ApiPaths.WORKFLOWS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.NAMED_TAG)
public class RunResource {
    private final Outages outages;
    private final JsonBodies bodies;
    private final NamedWorkflows workflows;
    private final Waiting waiting;
    private final RestSettings settings;

    RunResource(Outages outages, JsonBodies bodies, NamedWorkflows workflows, Waiting waiting, RestSettings settings) {
        this.outages = outages;
        this.bodies = bodies;
        this.workflows = workflows;
        this.waiting = waiting;
        this.settings = settings;
    }

    @POST
    @Path("/{name}/executions")
    @Operation(
            operationId = "run",
            summary = "Run a named workflow",
            description = "Makes an execution of the latest version, or of the one that the body names, and starts it"
                    + " with the params of the body; `trigger=false` leaves it PENDING.")
    @RequestBody(ref = "Run")
    @APIResponse(responseCode = "201", ref = "Started")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "404", ref = "NoWorkflow")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "NotJson")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "429", ref = "RateLimited")
    @APIResponse(responseCode = "503", ref = "StoreDown")
    public CompletionStage<Response> run(
            @Context RoutingContext context,
            @Parameter(ref = "IdempotencyKey") @HeaderParam(RequestKeys.HEADER) @Nullable String key,
            @Parameter(ref = "WorkflowName") @PathParam("name") String name,
            @Parameter(description = "Whether it starts at once; true if not given") @QueryParam("trigger") @Nullable
                    String trigger,
            @Parameter(ref = "Wait") @QueryParam("wait") @Nullable String wait) {
        Start start = Start.read(trigger == null ? "true" : trigger, wait, settings.longestWait());
        return bodies.optional(context.request(), body -> run(context, name, body, start));
    }

    private CompletionStage<Response> run(RoutingContext context, String name, @Nullable Object body, Start start) {
        RequestKey key = RequestKeys.of(context, start.trigger(), body);
        Map<String, Object> params = Params.of(body);
        Integer version = RunBody.version(body);
        List<Problem> unread = RunBody.unread(body);
        if (!unread.isEmpty()) {
            throw Refusals.of(unread).asException();
        }
        List<Problem> warnings = new ArrayList<>();
        if (!start.trigger() && Params.isGiven(body)) {
            warnings.add(Params.neverUsed());
        }
        return outages.decided(
                        context.request().bytesRead(),
                        () -> workflows.run(
                                new NamedWorkflows.Request(name, version, start.trigger() ? params : null, key)))
                .thenCompose(run -> {
                    if (run instanceof Run.KeyReused) {
                        throw RequestKeys.reused().asException();
                    }
                    if (!(run instanceof Run.Started started)) {
                        throw Refusals.noWorkflow(name, version).asException();
                    }
                    return waiting.addResult(answer(started, start, warnings), started.execution(), start.patience())
                            .thenApply(tree -> Answers.repeated(
                                    started.repeated(),
                                    Answers.created(ApiPaths.execution(started.execution()), tree)));
                });
    }

    private static Map<String, @Nullable Object> answer(Run.Started started, Start start, List<Problem> warnings) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("workflow_id", started.version().workflow().toString());
        answer.put("execution_id", started.execution().toString());
        answer.put("name", started.version().name());
        answer.put("version", started.version().number());
        answer.put("message", start.trigger() ? "Execution triggered" : "Execution created");
        if (!warnings.isEmpty()) {
            answer.put("warnings", ExecutionAnswers.problems(warnings));
        }
        return answer;
    }
}
