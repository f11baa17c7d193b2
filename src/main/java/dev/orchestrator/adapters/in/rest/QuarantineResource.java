package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.ManageQuarantine;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the engine could not understand or store, for operators. */
@Path(ApiPaths.QUARANTINE)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.ADMIN_TAG)
@APIResponse(responseCode = "503", ref = "StoreDown")
public class QuarantineResource {
    private final Outages outages;
    private final ManageQuarantine quarantine;

    QuarantineResource(Outages outages, ManageQuarantine quarantine) {
        this.outages = outages;
        this.quarantine = quarantine;
    }

    @GET
    @Operation(
            operationId = "listQuarantine",
            summary = "List what nobody understood, newest first",
            description = "Tasks and messages that are damaged, foreign or of another release, and versions that the"
                    + " database could not store, each with the first 1,024 bytes of it.")
    @APIResponse(responseCode = "200", ref = "QuarantinePage")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> list(
            @Parameter(description = "The next_cursor of the page before") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(ref = "Limit") @QueryParam("limit") @Nullable String limit) {
        QueryProblems problems = new QueryProblems();
        int most = ListQuery.limit(problems, limit);
        UUID before = problems.read("cursor", cursor, "the next_cursor of an earlier page", Ids::uuid)
                .orElse(null);
        problems.refuse();
        return outages.answered(quarantine.list(before, most))
                .thenApply(page -> Answers.ok(QuarantineAnswers.page(page)));
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "showQuarantined",
            summary = "Show an entry of quarantine with all bytes that were kept",
            description = "Those are the first 1,048,576; size says how many there were.")
    @APIResponse(responseCode = "200", ref = "Quarantined")
    @APIResponse(responseCode = "404", ref = "NotInQuarantine")
    public CompletionStage<Response> show(@Parameter(ref = "QuarantineId") @PathParam("id") String id) {
        return outages.answered(quarantine.find(Ids.inPath(id, QuarantineResource::none)))
                .thenApply(
                        found -> Answers.ok(QuarantineAnswers.entry(found.orElseThrow(() -> none(id).asException()))));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "deleteQuarantined",
            summary = "Delete an entry of quarantine",
            description = "Its bytes are gone for good; nothing else refers to them.")
    @APIResponse(responseCode = "200", ref = "QuarantineDeleted")
    @APIResponse(responseCode = "404", ref = "NotInQuarantine")
    public CompletionStage<Response> delete(@Parameter(ref = "QuarantineId") @PathParam("id") String id) {
        return outages.decided(() -> quarantine.delete(Ids.inPath(id, QuarantineResource::none)))
                .thenApply(deleted -> {
                    if (!deleted) {
                        throw none(id).asException();
                    }
                    return Answers.ok(Map.of("status", "success", "message", "Deleted from quarantine"));
                });
    }

    private static Refusal none(String id) {
        return Refusal.of(ErrorCode.QUARANTINED_NOT_FOUND, "There is nothing in quarantine with the id " + id)
                .withContext("id", id);
    }
}
