package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request was not served, as RFC 9457 writes it.
 *
 * @param status mostly the code's own
 * @param context what a program may want to know beside the code
 */
record Refusal(
        ErrorCode code,
        int status,
        String detail,
        List<Problem> problems,
        Map<String, Object> context,
        Map<String, String> headers) {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPE_PREFIX = "urn:workflow-orchestrator:error:";

    static Refusal of(ErrorCode code, String detail) {
        return new Refusal(code, code.status(), detail, List.of(), Map.of(), Map.of());
    }

    Refusal withProblems(List<Problem> all) {
        return new Refusal(code, status, detail, all, context, headers);
    }

    Refusal withContext(String name, Object value) {
        return new Refusal(code, status, detail, problems, Map.of(name, value), headers);
    }

    Refusal withHeader(String name, String value) {
        return new Refusal(code, status, detail, problems, context, Map.of(name, value));
    }

    Refusal withStatus(int other) {
        return new Refusal(code, other, detail, problems, context, headers);
    }

    RequestRefused asException() {
        return new RequestRefused(this);
    }

    /** The problem document. */
    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", TYPE_PREFIX + code.name());
        document.put("title", code.title());
        document.put("status", status);
        document.put("detail", detail);
        document.put("error_code", code.name());
        document.put("problems", problems.stream().map(Refusal::tree).toList());
        document.put("error", Map.of("message", detail, "error_code", code.name(), "context", context()));
        return document;
    }

    static Map<String, Object> tree(Problem problem) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("path", problem.path());
        tree.put("code", problem.code().name());
        tree.put("message", problem.message());
        tree.put("hint", problem.hint());
        return tree;
    }
}
