package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.ManageBreakers;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The circuit breakers of the fleet, for operators. */
@Path(ApiPaths.BREAKERS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.ADMIN_TAG)
@APIResponse(responseCode = "503", ref = "StoreDown")
public class BreakerResource {
    private final Outages outages;
    private final ManageBreakers breakers;

    BreakerResource(Outages outages, ManageBreakers breakers) {
        this.outages = outages;
        this.breakers = breakers;
    }

    @GET
    @Operation(
            operationId = "listBreakers",
            summary = "List circuit breakers",
            description = "Those that are not closed, that count failures, or that were open within the last hour; at"
                    + " most 1,000. All workers share them.")
    @APIResponse(responseCode = "200", ref = "Breakers")
    public CompletionStage<Response> list() {
        return outages.answered(breakers.list()).thenApply(all -> Answers.ok(BreakerAnswers.all(all)));
    }

    @POST
    @Path("/{handler}/{dependency}/close")
    @Operation(
            operationId = "closeBreaker",
            summary = "Close a circuit breaker by hand",
            description = "Calls are made again, little by little: two a second at first, with the default of two"
                    + " probes, and twice as many each second. What was deferred comes at the time that it was given.")
    @APIResponse(responseCode = "200", ref = "BreakerClosed")
    @APIResponse(responseCode = "404", ref = "NoBreaker")
    public CompletionStage<Response> close(
            @Parameter(ref = "BreakerHandler") @PathParam("handler") String handler,
            @Parameter(ref = "BreakerDependency") @PathParam("dependency") String dependency) {
        return outages.answered(breakers.close(handler, dependency)).thenApply(known -> {
            if (!known) {
                throw none(Ids.shown(handler + "/" + dependency)).asException();
            }
            return Answers.ok(Map.of("status", "success", "message", "Circuit breaker closed"));
        });
    }

    private static Refusal none(String name) {
        return Refusal.of(
                        ErrorCode.BREAKER_NOT_FOUND,
                        "Nothing is known of a circuit breaker " + name + "; GET " + ApiPaths.BREAKERS + " lists those"
                                + " there are")
                .withContext("name", name);
    }
}
