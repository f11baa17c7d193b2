package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.domain.definition.SecretSlot;
import dev.orchestrator.domain.definition.Template.Rendering;
import dev.orchestrator.ports.in.InspectDeadLetters.Config;
import dev.orchestrator.ports.in.InspectDeadLetters.Detail;
import dev.orchestrator.ports.in.InspectDeadLetters.End;
import dev.orchestrator.ports.in.InspectDeadLetters.EndKind;
import dev.orchestrator.ports.in.InspectDeadLetters.History;
import dev.orchestrator.ports.in.InspectDeadLetters.Revival;
import dev.orchestrator.ports.in.InspectDeadLetters.Try;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes everything about one dead letter. */
final class LetterDetailAnswers {
    private LetterDetailAnswers() {}

    static Map<String, @Nullable Object> detail(Detail detail) {
        Map<String, @Nullable Object> tree = DeadLetterAnswers.entry(detail.letter());
        tree.put("execution", execution(detail));
        History history = detail.history();
        tree.put(
                "attempts",
                history.tries().stream().map(LetterDetailAnswers::attempt).toList());
        tree.put("attempts_left_out", history.left());
        tree.put(
                "revivals",
                history.revivals().stream().map(LetterDetailAnswers::revival).toList());
        tree.put("config", config(detail.config()));
        return tree;
    }

    /** Where to read on: the params stand in the event that triggered it. */
    private static Map<String, @Nullable Object> execution(Detail detail) {
        String path = ApiPaths.execution(detail.letter().place().execution());
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("workflow_id", detail.run().workflow().toString());
        tree.put("status", detail.run().status().name());
        tree.put("reason", detail.run().reason().isEmpty() ? null : detail.run().reason());
        tree.put("href", path);
        tree.put("params_href", path + "/events");
        return tree;
    }

    private static Map<String, @Nullable Object> attempt(Try it) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("attempt", it.attempt());
        tree.put("dispatch", it.dispatch());
        tree.put("revival", it.revival());
        tree.put("queued_at", text(it.queuedAt()));
        End end = it.end();
        tree.put("outcome", end == null ? null : end.kind().name());
        tree.put("worker", end == null ? null : end.report().worker());
        tree.put("started_at", end == null ? null : text(end.report().startedAt()));
        tree.put("ended_at", end == null ? null : ended(end));
        tree.put("error", end == null || end.failure() == null ? null : ExecutionAnswers.error(end.failure()));
        tree.put("retry_at", end == null ? null : text(end.again()));
        return tree;
    }

    /** By the worker's clock where one ran it. */
    private static @Nullable String ended(End end) {
        Instant reported = end.report().endedAt();
        return end.kind() == EndKind.DEFERRED ? null : text(reported == null ? end.at() : reported);
    }

    private static Map<String, @Nullable Object> revival(Revival revival) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("revival", revival.number());
        tree.put("at", revival.at().toString());
        tree.put("config", revival.config());
        return tree;
    }

    private static Map<String, @Nullable Object> config(Config config) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("defined", config.defined() == null ? Map.of() : config.defined());
        tree.put("is_patched", config.isPatched());
        tree.put("dispatch", config.dispatch());
        Rendering rendering = config.rendering();
        tree.put("resolved", rendering instanceof Rendering.Rendered rendered ? shown(rendered) : null);
        tree.put("unresolved", rendering instanceof Rendering.Unresolved missing ? missing(missing) : null);
        return tree;
    }

    private static Map<String, Object> missing(Rendering.Unresolved missing) {
        return Map.of("reference", missing.reference(), "path", missing.pointer());
    }

    /** As it was sent, with the names of secrets where they go: nobody but a worker knows more. */
    private static @Nullable Object shown(Rendering.Rendered rendered) {
        StringBuilder json = new StringBuilder(rendered.json());
        List<SecretSlot> secrets = rendered.secrets();
        for (int i = secrets.size() - 1; i >= 0; i--) {
            json.insert(secrets.get(i).at(), "{{ secrets." + secrets.get(i).name() + " }}");
        }
        return Json.STORED.parse(json.toString());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
