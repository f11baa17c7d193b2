package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.in.RunExecutions;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** One execution: how it stands, what it gave, and its end by request. */
@Path(ApiPaths.WORKFLOW)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.RUN_TAG)
@APIResponse(responseCode = "404", ref = "NoExecution")
@APIResponse(responseCode = "503", ref = "StoreDown")
public class ExecutionResource {
    private static final String REASON = "CANCELLED_BY_USER";

    private final Outages outages;
    private final ReadExecutions reads;
    private final RunExecutions runs;

    ExecutionResource(Outages outages, ReadExecutions reads, RunExecutions runs) {
        this.outages = outages;
        this.reads = reads;
        this.runs = runs;
    }

    @GET
    @Path("/{execution_id}")
    @Operation(
            operationId = "status",
            summary = "Read how an execution stands",
            description =
                    "What is shown is durable, and no version that was shown goes back. A node that a worker holds is"
                            + " RUNNING.")
    @APIResponse(responseCode = "200", ref = "Execution")
    public CompletionStage<Response> status(
            @Parameter(ref = "ExecutionId") @PathParam("execution_id") String execution) {
        ExecutionId id = Ids.inPath(execution);
        return outages.answered(reads.status(id))
                .thenApply(view -> Answers.ok(ExecutionAnswers.status(found(view, id))));
    }

    @GET
    @Path("/{execution_id}/results")
    @Operation(
            operationId = "results",
            summary = "Read the outputs of the nodes that completed",
            description = "By node, in the order of the definition; also while the execution runs.")
    @APIResponse(responseCode = "200", ref = "Results")
    public CompletionStage<Response> results(
            @Parameter(ref = "ExecutionId") @PathParam("execution_id") String execution) {
        ExecutionId id = Ids.inPath(execution);
        return outages.answered(reads.results(id))
                .thenApply(results -> Answers.ok(ExecutionAnswers.results(found(results, id))));
    }

    @DELETE
    @Path("/{execution_id}")
    @Operation(
            operationId = "cancel",
            summary = "Cancel an execution",
            description = "Nothing of it starts after the answer; what runs is told to stop.")
    @APIResponse(responseCode = "200", ref = "Cancelled")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public CompletionStage<Response> cancel(
            @Parameter(ref = "ExecutionId") @PathParam("execution_id") String execution) {
        ExecutionId id = Ids.inPath(execution);
        return outages.decided(() -> runs.cancel(id, REASON)).thenApply(answer -> {
            Refusals.refuseUnlessDone(answer, id);
            return Answers.ok(Map.of("status", "success", "message", "Execution cancelled"));
        });
    }

    private static <T> T found(Optional<T> value, ExecutionId id) {
        return value.orElseThrow(() -> Refusals.noExecution(id.toString()).asException());
    }
}
