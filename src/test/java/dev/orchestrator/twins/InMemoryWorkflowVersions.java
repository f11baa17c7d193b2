package dev.orchestrator.twins;

import dev.orchestrator.adapters.json.Json;
import dev.orchestrator.adapters.json.JsonDocument;
import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.ports.out.Submission;
import dev.orchestrator.ports.out.WorkflowVersions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The named workflows of an in-memory journal. */
public final class InMemoryWorkflowVersions implements WorkflowVersions {
    private final InMemoryStore store;
    private final Calls calls;
    private final Function<String, Document> sent;

    public InMemoryWorkflowVersions(InMemoryStore store, Executor executor) {
        this(store, executor, InMemoryWorkflowVersions::sent);
    }

    /** @param sent what the user sent, from what is stored of it */
    public InMemoryWorkflowVersions(InMemoryStore store, Executor executor, Function<String, Document> sent) {
        this.store = store;
        this.sent = sent;
        this.calls = new Calls(executor);
    }

    @Override
    public CompletionStage<Registered> register(Submission submission, Instant at) {
        return calls.call(() -> {
            synchronized (store) {
                store.workflows.putIfAbsent(submission.id(), submission);
                Optional<Version> latest =
                        matching(it -> it.name().equals(submission.name())).findFirst();
                if (latest.isPresent() && latest.get().workflow().equals(submission.id())) {
                    return new Registered(latest.get(), false);
                }
                int number = latest.map(Version::number).orElse(0) + 1;
                Version next = new Version(submission.name(), number, submission.id(), at);
                store.versions.add(next);
                return new Registered(next, true);
            }
        });
    }

    @Override
    public CompletionStage<Optional<Version>> find(String name, Integer version) {
        return first(it -> it.name().equals(name) && (version == null || it.number() == version));
    }

    @Override
    public CompletionStage<Optional<Version>> of(String name, WorkflowId workflow) {
        return first(it -> it.name().equals(name) && it.workflow().equals(workflow));
    }

    @Override
    public CompletionStage<List<Version>> versions(String name, Integer before, int limit) {
        return calls.call(() -> {
            synchronized (store) {
                return matching(it -> it.name().equals(name) && (before == null || it.number() < before))
                        .limit(limit)
                        .toList();
            }
        });
    }

    @Override
    public CompletionStage<List<Version>> latest(String after, int limit) {
        return calls.call(() -> {
            synchronized (store) {
                Map<String, Version> latest = new TreeMap<>();
                matching(it -> after == null || it.name().compareTo(after) > 0)
                        .forEach(it -> latest.putIfAbsent(it.name(), it));
                return latest.values().stream().limit(limit).toList();
            }
        });
    }

    @Override
    public CompletionStage<Optional<Document>> definition(WorkflowId workflow) {
        return calls.call(() -> {
            synchronized (store) {
                return Optional.ofNullable(store.workflows.get(workflow))
                        .map(stored -> sent.apply(stored.definition()));
            }
        });
    }

    private static Document sent(String stored) {
        return JsonDocument.of(Json.write(((Map<?, ?>) Json.STORED.parse(stored)).get("definition")));
    }

    private CompletionStage<Optional<Version>> first(Predicate<Version> wanted) {
        return calls.call(() -> {
            synchronized (store) {
                return matching(wanted).findFirst();
            }
        });
    }

    /** The latest first. */
    private Stream<Version> matching(Predicate<Version> wanted) {
        return store.versions.stream()
                .filter(wanted)
                .sorted(Comparator.comparing(Version::number).reversed());
    }
}
