package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.ReadExecutions;
import dev.orchestrator.ports.in.ReadExecutions.Filter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The list of executions, page by page. */
@Path(ApiPaths.WORKFLOW)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.RUN_TAG)
public class ListResource {
    private final Outages outages;
    private final ReadExecutions executions;

    ListResource(Outages outages, ReadExecutions executions) {
        this.outages = outages;
        this.executions = executions;
    }

    @GET
    @Operation(
            operationId = "list",
            summary = "List executions, newest first",
            description =
                    "All filters are applied. A page goes on where the one before ended, whatever was submitted since.")
    @APIResponse(responseCode = "200", ref = "Page")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "StoreDown")
    public CompletionStage<Response> list(
            @Parameter(description = "Only executions of this status", example = "RUNNING")
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(description = "Only executions of workflows with this name") @QueryParam("name") @Nullable
                    String name,
            @Parameter(
                            description = "Only executions submitted at or after this time (ISO 8601)",
                            example = "2030-01-31T12:00:00Z")
                    @QueryParam("since")
                    @Nullable
                    String since,
            @Parameter(description = "The next_cursor of the page before") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(description = "How many at most, 1 to 500; 50 if not given", example = "50")
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        Filter filter = ListQuery.read(status, name, since, cursor, limit);
        return outages.answered(executions.list(filter)).thenApply(page -> Answers.ok(ExecutionAnswers.page(page)));
    }
}
