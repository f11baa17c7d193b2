package dev.orchestrator.adapters.in.rest;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;

/** Says of every operation which scope its key needs, by the rules that are applied, and how it is refused. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class AccessDescription implements OASFilter {
    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getPaths() == null || api.getPaths().getPathItems() == null) {
            return;
        }
        api.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> describe(method.name(), path, operation)));
    }

    /** A placeholder stands for one plain step. */
    private static void describe(String method, String path, Operation operation) {
        Access.neededFor(method, path.replaceAll("\\{[^}]+}", "x")).ifPresent(needed -> {
            operation.addExtension("x-required-scope", needed.word());
            refusal(operation, "401", "NoKey");
            refusal(operation, "403", "WrongScope");
        });
    }

    private static void refusal(Operation operation, String status, String response) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation
                    .getResponses()
                    .addAPIResponse(status, OASFactory.createAPIResponse().ref(response));
        }
    }
}
