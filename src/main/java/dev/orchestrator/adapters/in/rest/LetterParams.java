package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.ports.out.LetterCriteria;
import jakarta.ws.rs.QueryParam;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which dead letters a query is about. */
public class LetterParams {
    @Parameter(
            description = "What became of them",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"open", "retried", "discarded", "all"},
                            defaultValue = "open"))
    @QueryParam(LetterFields.STATUS)
    @Nullable
    String status;

    @Parameter(description = "Of a workflow of this name")
    @QueryParam(LetterFields.WORKFLOW)
    @Nullable
    String workflow;

    @Parameter(description = "Of this execution")
    @QueryParam(LetterFields.EXECUTION)
    @Nullable
    String execution;

    @Parameter(description = "Of a node of this id")
    @QueryParam(LetterFields.NODE)
    @Nullable
    String node;

    @Parameter(description = "Of a node with this handler")
    @QueryParam(LetterFields.HANDLER)
    @Nullable
    String handler;

    @Parameter(description = "Failed with an error of this category, such as PERMANENT")
    @QueryParam(LetterFields.CATEGORY)
    @Nullable
    String category;

    @Parameter(description = "Failed with this code, such as HTTP_404")
    @QueryParam(LetterFields.CODE)
    @Nullable
    String code;

    @Parameter(description = "Of one kind: the traceback_hash of a letter, the fingerprint of a group")
    @QueryParam(LetterFields.FINGERPRINT)
    @Nullable
    String fingerprint;

    @Parameter(description = "Failed at this time or later; a date means its first moment in UTC")
    @QueryParam(LetterFields.SINCE)
    @Nullable
    String since;

    @Parameter(description = "Failed before this time")
    @QueryParam(LetterFields.UNTIL)
    @Nullable
    String until;

    LetterCriteria read(QueryProblems problems) {
        Map<String, @Nullable String> given = new LinkedHashMap<>();
        given.put(LetterFields.STATUS, status);
        given.put(LetterFields.WORKFLOW, workflow);
        given.put(LetterFields.EXECUTION, execution);
        given.put(LetterFields.NODE, node);
        given.put(LetterFields.HANDLER, handler);
        given.put(LetterFields.CATEGORY, category);
        given.put(LetterFields.CODE, code);
        given.put(LetterFields.FINGERPRINT, fingerprint);
        given.put(LetterFields.SINCE, since);
        given.put(LetterFields.UNTIL, until);
        return new LetterFields(problems, given).read();
    }
}
