package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.ports.in.CheckDefinitions;
import dev.orchestrator.ports.in.CheckDefinitions.Check;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a definition, and in which order its nodes would run. */
@Path(ApiPaths.WORKFLOW)
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = ApiPaths.CHECK_TAG)
public class ValidateResource {
    private final JsonBodies bodies;
    private final CheckDefinitions definitions;

    ValidateResource(JsonBodies bodies, CheckDefinitions definitions) {
        this.bodies = bodies;
        this.definitions = definitions;
    }

    @POST
    @Path("/validate")
    @Operation(
            operationId = "validate",
            summary = "Check a definition",
            description = "Stores nothing. The answer is 200 also for a definition that would be refused.")
    @RequestBody(ref = "Definition")
    @APIResponse(responseCode = "200", ref = "Check")
    @APIResponse(responseCode = "400", ref = "Malformed")
    @APIResponse(responseCode = "413", ref = "TooLarge")
    @APIResponse(responseCode = "415", ref = "NotJson")
    public CompletionStage<Response> validate(@Context HttpServerRequest request) {
        return bodies.required(request, body -> {
            Check check = definitions.check(Params.without(body));
            return CompletableFuture.completedFuture(Answers.ok(answer(check)));
        });
    }

    private static Map<String, @Nullable Object> answer(Check check) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("valid", check.problems().isEmpty());
        answer.put("problems", ExecutionAnswers.problems(check.problems()));
        answer.put("warnings", ExecutionAnswers.problems(check.warnings()));
        answer.put("order", names(check.order()));
        answer.put(
                "levels", check.levels().stream().map(ValidateResource::names).toList());
        return answer;
    }

    private static List<String> names(List<NodeId> nodes) {
        return nodes.stream().map(NodeId::value).toList();
    }
}
