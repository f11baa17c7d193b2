package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.NamedWorkflows;
import dev.orchestrator.ports.in.NamedWorkflows.Registration;
import dev.orchestrator.ports.in.NamedWorkflows.Shown;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Named workflows and their versions. */
@Path(ApiPaths.WORKFLOWS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.NAMED_TAG)
@APIResponse(responseCode = "503", ref = "StoreDown")
public class WorkflowsResource {
    private final Outages outages;
    private final JsonBodies bodies;
    private final NamedWorkflows workflows;

    WorkflowsResource(Outages outages, JsonBodies bodies, NamedWorkflows workflows) {
        this.outages = outages;
        this.bodies = bodies;
        this.workflows = workflows;
    }

    @POST
    @Operation(
            operationId = "register",
            summary = "Register a version of a named workflow",
            description =
                    "The next number of its name, answered with 201; where the latest version is the same already,"
                            + " that one, answered with 200. Unlike a submission, a field that nothing reads is refused.")
    @RequestBody(ref = "NamedDefinition")
    @APIResponse(responseCode = "201", ref = "Registered")
    @APIResponse(responseCode = "200", ref = "Registered")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "NotJson")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> register(@Context HttpServerRequest request) {
        return bodies.required(request, body -> outages.decided(request.bytesRead(), () -> workflows.register(body))
                .thenApply(WorkflowsResource::answer));
    }

    private static Response answer(Registration registration) {
        if (registration instanceof Registration.Invalid invalid) {
            throw Refusals.of(invalid.problems()).asException();
        }
        Registration.Stored stored = (Registration.Stored) registration;
        String location = ApiPaths.WORKFLOWS + "/" + stored.version().name();
        return stored.isNew()
                ? Answers.created(location, WorkflowAnswers.version(stored.version()))
                : Answers.ok(WorkflowAnswers.version(stored.version()));
    }

    @GET
    @Operation(
            operationId = "listWorkflows",
            summary = "List named workflows by name",
            description = "The latest version of each, without its definition.")
    @APIResponse(responseCode = "200", ref = "WorkflowPage")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> list(
            @Parameter(description = "The next_cursor of the page before") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(ref = "Limit") @QueryParam("limit") @Nullable String limit) {
        QueryProblems problems = new QueryProblems();
        int most = ListQuery.limit(problems, limit);
        String after = VersionQuery.name(problems, cursor).orElse(null);
        problems.refuse();
        return outages.answered(workflows.list(after, most + 1))
                .thenApply(rows -> Answers.ok(WorkflowAnswers.page(rows, most)));
    }

    @GET
    @Path("/{name}")
    @Operation(
            operationId = "workflow",
            summary = "Read a named workflow",
            description = "A version with its definition, and the versions that there are, the latest first.")
    @APIResponse(responseCode = "200", ref = "NamedWorkflow")
    @APIResponse(responseCode = "404", ref = "NoWorkflow")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> workflow(
            @Parameter(ref = "WorkflowName") @PathParam("name") String name,
            @Parameter(description = "Of which version the definition is; the latest if not given")
                    @QueryParam("version")
                    @Nullable
                    String version,
            @Parameter(description = "The next_cursor of the page of versions before") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(ref = "Limit") @QueryParam("limit") @Nullable String limit) {
        QueryProblems problems = new QueryProblems();
        int most = ListQuery.limit(problems, limit);
        Integer wanted = VersionQuery.version(problems, "version", version).orElse(null);
        Integer before = VersionQuery.version(problems, "cursor", cursor).orElse(null);
        problems.refuse();
        return outages.answered(workflows.find(name, wanted))
                .thenCompose(found -> found(found, name, wanted, before, most));
    }

    private CompletionStage<Response> found(
            Optional<Shown> shown, String name, @Nullable Integer wanted, @Nullable Integer before, int most) {
        if (shown.isEmpty()) {
            return CompletableFuture.failedFuture(
                    Refusals.noWorkflow(name, wanted).asException());
        }
        return outages.answered(workflows.versions(name, before, most + 1))
                .thenApply(rows -> Answers.ok(WorkflowAnswers.workflow(shown.get(), rows, most)));
    }
}
