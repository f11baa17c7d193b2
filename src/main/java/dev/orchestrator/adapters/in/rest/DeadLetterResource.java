package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.in.ManageDeadLetters.Answer;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The dead letter queue, for operators. */
@Path(ApiPaths.DEAD_LETTERS)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.ADMIN_TAG)
@APIResponse(responseCode = "503", ref = "StoreDown")
public class DeadLetterResource {
    private final ManageDeadLetters letters;

    DeadLetterResource(ManageDeadLetters letters) {
        this.letters = letters;
    }

    @GET
    @Operation(
            operationId = "listDeadLetters",
            summary = "List open dead letters, newest first",
            description =
                    "Nodes that used up their attempts, or failed with an error that no attempt would cure, and that"
                            + " nobody has retried or discarded since.")
    @APIResponse(responseCode = "200", ref = "DeadLetterPage")
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
        return Outages.answered(letters.list(before, most)).thenApply(page -> Answers.ok(DeadLetterAnswers.page(page)));
    }

    @POST
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryDeadLetter",
            summary = "Give a node that failed for good another chance",
            description =
                    "The node gets fresh attempts, its execution goes on, and what was skipped or cancelled for its"
                            + " sake waits again. Of many who ask at once one is answered with 200.")
    @APIResponse(responseCode = "200", ref = "Retried")
    @APIResponse(responseCode = "404", ref = "NoDeadLetter")
    @APIResponse(responseCode = "409", ref = "Conflict")
    public CompletionStage<Response> retry(@Parameter(ref = "DeadLetterId") @PathParam("id") String id) {
        return Outages.answered(letters.retry(known(id))).thenApply(answer -> {
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
    public CompletionStage<Response> discard(@Parameter(ref = "DeadLetterId") @PathParam("id") String id) {
        return Outages.answered(letters.discard(known(id))).thenApply(answer -> {
            done(answer, id);
            return Answers.ok(Map.of("status", "success", "message", "Dead letter discarded"));
        });
    }

    /** What is no id is the id of nothing. */
    private static UUID known(String id) {
        try {
            return Ids.uuid(id);
        } catch (IllegalArgumentException noId) {
            throw none(Ids.shown(id)).asException();
        }
    }

    private static Letter done(Answer answer, String id) {
        if (answer instanceof Answer.NotFound) {
            throw none(id).asException();
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
