package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.InspectDeadLetters;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.in.ManageDeadLetters.Answer;
import dev.orchestrator.ports.in.ManageDeadLetters.Discarding;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.LetterCriteria;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The dead letter queue, for operators. */
@Path(ApiPaths.DEAD_LETTERS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.ADMIN_TAG)
@APIResponse(responseCode = "503", ref = "StoreDown")
public class DeadLetterResource {

    private final Outages outages;
    private final ManageDeadLetters letters;
    private final InspectDeadLetters details;
    private final JsonBodies bodies;

    DeadLetterResource(Outages outages, ManageDeadLetters letters, InspectDeadLetters details, JsonBodies bodies) {
        this.outages = outages;
        this.letters = letters;
        this.details = details;
        this.bodies = bodies;
    }

    @GET
    @Operation(
            operationId = "listDeadLetters",
            summary = "List dead letters, newest first",
            description =
                    "Nodes that used up their attempts, or failed with an error that no attempt would cure. Without a"
                            + " filter those that nobody has retried or discarded since.")
    @APIResponse(responseCode = "200", ref = "DeadLetterPage")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> list(
            @BeanParam LetterParams filter,
            @Parameter(description = "The next_cursor of the page before") @QueryParam("cursor") @Nullable
                    String cursor,
            @Parameter(ref = "Limit") @QueryParam("limit") @Nullable String limit) {
        QueryProblems problems = new QueryProblems();
        LetterCriteria criteria = filter.read(problems);
        int most = ListQuery.limit(problems, limit);
        UUID before = problems.read("cursor", cursor, "the next_cursor of an earlier page", Ids::uuid)
                .orElse(null);
        problems.refuse();
        return outages.answered(letters.list(criteria, before, most))
                .thenApply(page -> Answers.ok(DeadLetterAnswers.page(page)));
    }

    @GET
    @Path("/groups")
    @Operation(
            operationId = "groupDeadLetters",
            summary = "Count dead letters by kind of failure",
            description = "The most frequent kinds first; what differs from case to case in a message makes no kind of"
                    + " its own. Looks at the newest 100,000 that match.")
    @APIResponse(responseCode = "200", ref = "DeadLetterGroups")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> groups(
            @BeanParam LetterParams filter, @Parameter(ref = "Limit") @QueryParam("limit") @Nullable String limit) {
        QueryProblems problems = new QueryProblems();
        LetterCriteria criteria = filter.read(problems);
        int most = ListQuery.limit(problems, limit);
        problems.refuse();
        return outages.answered(letters.groups(criteria, most))
                .thenApply(groups -> Answers.ok(DeadLetterAnswers.groups(groups)));
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "deadLetter",
            summary = "Read everything about a dead letter",
            description =
                    "Its attempts as the journal has them, and its config, as it is defined and as its handler got it"
                            + " last, without secrets.")
    @APIResponse(responseCode = "200", ref = "DeadLetterDetail")
    @APIResponse(responseCode = "404", ref = "NoDeadLetter")
    public CompletionStage<Response> detail(@Parameter(ref = "DeadLetterId") @PathParam("id") String id) {
        return outages.answered(details.detail(Ids.inPath(id, DeadLetterResource::none)))
                .thenApply(found ->
                        Answers.ok(LetterDetailAnswers.detail(found.orElseThrow(() -> none(id).asException()))));
    }

    @POST
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryDeadLetter",
            summary = "Give a node that failed for good another chance",
            description =
                    "The node gets fresh attempts, its execution goes on, and what was skipped or cancelled for its"
                            + " sake waits again. Of many who ask at once one is answered with 200. A patch changes the"
                            + " config of the node for this execution, from now on; the workflow stays as it is.")
    @RequestBody(ref = "Patch")
    @APIResponse(responseCode = "200", ref = "Retried")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "404", ref = "NoDeadLetter")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "NotJson")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> retry(
            @Context HttpServerRequest request, @Parameter(ref = "DeadLetterId") @PathParam("id") String id) {
        UUID letter = Ids.inPath(id, DeadLetterResource::none);
        return bodies.optional(request, body -> retry(letter, id, LetterBodies.patch(body)));
    }

    private CompletionStage<Response> retry(UUID known, String id, @Nullable Object patch) {
        return outages.decided(() -> letters.retry(known, patch)).thenApply(answer -> {
            Letter letter = done(answer, id);
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("status", "success");
            tree.put("message", "The node and its execution go on");
            tree.put("task_id", DeadLetterAnswers.task(letter));
            return Answers.ok(tree);
        });
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "discardDeadLetter",
            summary = "Discard a dead letter",
            description = "It can not be retried any more; its execution stays as it is.")
    @APIResponse(responseCode = "200", ref = "Discarded")
    @APIResponse(responseCode = "404", ref = "NoDeadLetter")
    @APIResponse(responseCode = "409", ref = "Conflict")
    @APIResponse(responseCode = "422", ref = "Invalid")
    public CompletionStage<Response> discard(
            @Context RoutingContext context,
            @Parameter(ref = "DeadLetterId") @PathParam("id") String id,
            @Parameter(description = "Why, for those who look later; up to 1,000 characters")
                    @QueryParam("reason")
                    @Nullable
                    String reason) {
        UUID letter = Ids.inPath(id, DeadLetterResource::none);
        Discarding how = new Discarding(Caller.of(context).name(), LetterBodies.reason(reason, "?reason"));
        return outages.decided(() -> letters.discard(letter, how)).thenApply(answer -> {
            done(answer, id);
            return Answers.ok(Map.of("status", "success", "message", "Dead letter discarded"));
        });
    }

    private static Letter done(Answer answer, String id) {
        if (answer instanceof Answer.NotFound) {
            throw none(id).asException();
        }
        if (answer instanceof Answer.Invalid invalid) {
            throw Refusals.of(invalid.problems()).asException();
        }
        if (!(answer instanceof Answer.Done done)) {
            throw Refusal.of(
                            ErrorCode.DEAD_LETTER_CLOSED,
                            "The dead letter was retried or discarded already, or its execution was cancelled")
                    .withContext("id", id)
                    .asException();
        }
        return done.letter();
    }

    private static Refusal none(String id) {
        return Refusal.of(ErrorCode.DEAD_LETTER_NOT_FOUND, "There is no dead letter " + id)
                .withContext("id", id);
    }
}
