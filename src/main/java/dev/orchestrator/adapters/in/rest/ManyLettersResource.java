package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.in.ManageDeadLetters.Discarding;
import dev.orchestrator.ports.in.RetryManyLetters;
import dev.orchestrator.ports.in.RetryManyLetters.Wish;
import dev.orchestrator.ports.out.LetterRetries.Job;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
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
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What an operator does about many dead letters at once. */
@Path(ApiPaths.DEAD_LETTERS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.ADMIN_TAG)
@APIResponse(responseCode = "503", ref = "StoreDown")
public class ManyLettersResource {
    private final Outages outages;
    private final RetryManyLetters retries;
    private final ManageDeadLetters letters;
    private final JsonBodies bodies;

    ManyLettersResource(Outages outages, RetryManyLetters retries, ManageDeadLetters letters, JsonBodies bodies) {
        this.outages = outages;
        this.retries = retries;
        this.letters = letters;
        this.bodies = bodies;
    }

    @POST
    @Path("/retry")
    @Operation(
            operationId = "retryDeadLetters",
            summary = "Retry many dead letters at a rate",
            description =
                    "Takes up the letters that are open now and match, the newest first, so many per second. It goes on"
                            + " when this server stops, and is watched and stopped under its id. A letter that fails again"
                            + " is not taken up again.")
    @RequestBody(ref = "ManyRetried")
    @APIResponse(responseCode = "202", ref = "RetryJob")
    @APIResponse(responseCode = "200", ref = "MatchCount")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "NotJson")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> retry(
            @Context RoutingContext context, @Parameter(ref = "DryRun") @QueryParam("dry_run") @Nullable String dry) {
        boolean onlyCount = isDry(dry);
        String caller = Caller.of(context).name();
        return bodies.required(context.request(), body -> {
            ManyLetters many = ManyLetters.toRetry(body);
            return onlyCount ? count(many) : start(new Wish(many.criteria(), many.most(), many.perSecond(), caller));
        });
    }

    private CompletionStage<Response> start(Wish wish) {
        return outages.decided(() -> retries.start(wish))
                .thenApply(job ->
                        Answers.accepted(ApiPaths.DEAD_LETTERS + "/retry/" + job.id(), ManyLettersAnswers.job(job)));
    }

    private CompletionStage<Response> count(ManyLetters many) {
        return outages.answered(retries.count(many.criteria()))
                .thenApply(count -> Answers.ok(ManyLettersAnswers.count(count, many.most())));
    }

    @GET
    @Path("/retry/{job}")
    @Operation(
            operationId = "retryOfDeadLetters",
            summary = "Watch a retry of many dead letters",
            description = "How far it has come. Kept for 30 days after its end.")
    @APIResponse(responseCode = "200", ref = "RetryJob")
    @APIResponse(responseCode = "404", ref = "NoRetryJob")
    public CompletionStage<Response> job(@Parameter(ref = "RetryJobId") @PathParam("job") String id) {
        return outages.answered(retries.find(Ids.inPath(id, ManyLettersResource::none)))
                .thenApply(found -> shown(found, id));
    }

    @DELETE
    @Path("/retry/{job}")
    @Operation(
            operationId = "stopRetryOfDeadLetters",
            summary = "Stop a retry of many dead letters",
            description = "What was revived stays so. One that has ended stays as it is.")
    @APIResponse(responseCode = "200", ref = "RetryJob")
    @APIResponse(responseCode = "404", ref = "NoRetryJob")
    public CompletionStage<Response> stop(@Parameter(ref = "RetryJobId") @PathParam("job") String id) {
        return outages.decided(() -> retries.stop(Ids.inPath(id, ManyLettersResource::none)))
                .thenApply(found -> shown(found, id));
    }

    @POST
    @Path("/discard")
    @Operation(
            operationId = "discardDeadLetters",
            summary = "Discard many dead letters",
            description = "The newest that match, 10,000 at most; ask again while there are more.")
    @RequestBody(ref = "ManyDiscarded")
    @APIResponse(responseCode = "200", ref = "MatchCount")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "NotJson")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> discard(
            @Context RoutingContext context, @Parameter(ref = "DryRun") @QueryParam("dry_run") @Nullable String dry) {
        boolean onlyCount = isDry(dry);
        String caller = Caller.of(context).name();
        return bodies.required(context.request(), body -> {
            ManyLetters many = ManyLetters.toDiscard(body);
            return onlyCount ? count(many) : discard(many, new Discarding(caller, many.reason()));
        });
    }

    private CompletionStage<Response> discard(ManyLetters many, Discarding how) {
        return outages.decided(() -> letters.discardMany(many.criteria(), many.most(), how))
                .thenApply(count -> Answers.ok(ManyLettersAnswers.discarded(count)));
    }

    private static boolean isDry(@Nullable String text) {
        QueryProblems problems = new QueryProblems();
        boolean dry = Start.flag(problems, "dry_run", text);
        problems.refuse();
        return dry;
    }

    private static Response shown(Optional<Job> found, String id) {
        return Answers.ok(ManyLettersAnswers.job(found.orElseThrow(() -> none(id).asException())));
    }

    private static Refusal none(String id) {
        return Refusal.of(ErrorCode.RETRY_JOB_NOT_FOUND, "There is no retry " + id)
                .withContext("id", id);
    }
}
