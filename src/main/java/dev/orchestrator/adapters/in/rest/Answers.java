package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Makes responses of trees. Every answer of the API is about now, so none may be kept by a cache. */
final class Answers {
    private Answers() {}

    static Response ok(Map<String, ?> tree) {
        return json(200, tree).build();
    }

    static Response created(String location, Map<String, ?> tree) {
        return json(201, tree).header(HttpHeaders.LOCATION, location).build();
    }

    /** It will be done. */
    static Response accepted(String location, Map<String, ?> tree) {
        return json(202, tree).header(HttpHeaders.LOCATION, location).build();
    }

    /** Says of an answer that an earlier request had the effect. */
    static Response repeated(boolean isSo, Response answer) {
        return isSo
                ? Response.fromResponse(answer)
                        .header(RequestKeys.REPLAYED, "true")
                        .build()
                : answer;
    }

    static Response refused(Refusal refusal) {
        Response.ResponseBuilder response =
                json(refusal.status(), refusal.document()).type(Refusal.MEDIA_TYPE);
        refusal.headers().forEach(response::header);
        return response.build();
    }

    private static Response.ResponseBuilder json(int status, Map<String, ?> tree) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Json.bytes(tree));
    }
}
