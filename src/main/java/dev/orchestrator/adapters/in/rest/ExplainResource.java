package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.ExplainExecutions;
import dev.orchestrator.ports.in.ExplainExecutions.Answer;
import dev.orchestrator.ports.in.ExplainExecutions.Explanation;
import dev.orchestrator.ports.in.ExplainExecutions.Question;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** Why an execution does not move. */
@Path(ApiPaths.WORKFLOW)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.RUN_TAG)
public class ExplainResource {
    private final Outages outages;
    private final ExplainExecutions explanations;

    ExplainResource(Outages outages, ExplainExecutions explanations) {
        this.outages = outages;
        this.explanations = explanations;
    }

    @GET
    @Path("/{execution_id}/explain")
    @Operation(
            operationId = "explain",
            summary = "Read why the nodes of an execution have not ended",
            description = "One reason for each node that has not ended, those that are out before those that wait for"
                    + " them: a sentence, a stable `code`, and the facts. With Redis down the reasons are those that"
                    + " the journal knows, and `queue_state` is `unknown`.")
    @APIResponse(responseCode = "200", ref = "Explanation")
    @APIResponse(responseCode = "404", ref = "NoExecution")
    @APIResponse(responseCode = "422", ref = "Invalid")
    @APIResponse(responseCode = "503", ref = "StoreDown")
    public CompletionStage<Response> explain(
            @Parameter(ref = "ExecutionId") @PathParam("execution_id") String execution,
            @Parameter(description = "Only this node", example = "charge") @QueryParam("node") @Nullable String node,
            @Parameter(description = "How many nodes at most, 1 to 500; 100 if not given", example = "100")
                    @QueryParam("limit")
                    @Nullable
                    String limit) {
        ExecutionId id = Ids.inPath(execution);
        Question question = ExplainQuery.read(node, limit);
        return outages.answered(explanations.explain(id, question))
                .thenApply(answer -> Answers.ok(ExplainAnswers.of(found(answer, id, question), question)));
    }

    private static Explanation found(Answer answer, ExecutionId id, Question question) {
        if (answer instanceof Answer.Found found) {
            return found.explanation();
        } else if (answer instanceof Answer.UnknownNode) {
            throw Refusal.of(ErrorCode.NODE_NOT_FOUND, "The execution has no node '" + question.node() + "'")
                    .withContext("execution_id", id.toString())
                    .asException();
        }
        throw Refusals.noExecution(id.toString()).asException();
    }
}
