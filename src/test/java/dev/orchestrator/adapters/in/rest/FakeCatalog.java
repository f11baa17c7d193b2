package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.ports.in.CheckDefinitions.Check;
import dev.orchestrator.ports.in.NamedWorkflows;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Named workflows from memory; every definition is another version. */
@Alternative
@Singleton
public class FakeCatalog implements NamedWorkflows {
    private final FakeDefinitions definitions = new FakeDefinitions();
    private final Map<String, List<Version>> versions = new LinkedHashMap<>();
    private volatile Request lastRun = new Request("", null, null, null);

    Request lastRun() {
        return lastRun;
    }

    @Override
    public synchronized CompletionStage<Registration> register(Object definition) {
        Check check = definitions.check(definition);
        List<Problem> refused = check.problems().isEmpty() ? check.warnings() : check.problems();
        if (!refused.isEmpty()) {
            return done(new Registration.Invalid(refused));
        }
        String name = String.valueOf(((Map<?, ?>) definition).get("name"));
        if (name.equals("outage")) {
            return CompletableFuture.failedFuture(new java.io.IOException("connection refused"));
        }
        List<Version> all = versions.computeIfAbsent(name, any -> new ArrayList<>());
        Version version = new Version(name, all.size() + 1, new WorkflowId(UUID.randomUUID()), FakeEngine.NOW);
        all.add(0, version);
        return done(new Registration.Stored(version, true));
    }

    @Override
    public CompletionStage<Optional<Shown>> find(String name, Integer version) {
        return done(named(name, version).map(it -> new Shown(it, JsonDocument.of("{\"z\":1,\"a\":1.50}"))));
    }

    @Override
    public synchronized CompletionStage<List<Version>> versions(String name, Integer before, int limit) {
        return done(versions.getOrDefault(name, List.of()).stream()
                .filter(it -> before == null || it.number() < before)
                .limit(limit)
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<Version>> list(String after, int limit) {
        return done(versions.values().stream()
                .map(all -> all.get(0))
                .filter(it -> after == null || it.name().compareTo(after) > 0)
                .limit(limit)
                .toList());
    }

    @Override
    public CompletionStage<Run> run(Request request) {
        lastRun = request;
        return done(named(request.name(), request.version())
                .<Run>map(it -> new Run.Started(new ExecutionId(UUID.randomUUID()), it, false))
                .orElse(new Run.Unknown()));
    }

    private synchronized Optional<Version> named(String name, Integer version) {
        return versions.getOrDefault(name, List.of()).stream()
                .filter(it -> version == null || it.number() == version)
                .findFirst();
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
