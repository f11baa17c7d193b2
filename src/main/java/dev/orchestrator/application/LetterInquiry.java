package dev.orchestrator.application;

import dev.orchestrator.domain.definition.Document;
import dev.orchestrator.domain.definition.Node;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Template.Rendering;
import dev.orchestrator.domain.execution.Entry;
import dev.orchestrator.domain.execution.Evolution;
import dev.orchestrator.domain.execution.ExecutionState;
import dev.orchestrator.domain.execution.NodeState;
import dev.orchestrator.domain.execution.Redrive;
import dev.orchestrator.ports.in.InspectDeadLetters;
import dev.orchestrator.ports.out.DeadLetters;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.Journal;
import dev.orchestrator.ports.out.Journal.OutputKey;
import dev.orchestrator.ports.out.Journal.Page;
import dev.orchestrator.ports.out.Journal.PageSize;
import dev.orchestrator.ports.out.Journal.Position;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells everything about one dead letter: replays its execution, page by page, and renders its config anew from what the
 * journal had when the node was sent. One look costs as much as a replay of that execution.
 */
public final class LetterInquiry implements InspectDeadLetters {
    private static final PageSize PAGE = new PageSize(500, 1 << 20);

    private final DeadLetters letters;
    private final Loader loader;
    private final Journal journal;
    private final ConfigPatches configs;
    private final Redrive redrive = new Redrive();

    public LetterInquiry(DeadLetters letters, Loader loader, Journal journal, ConfigPatches configs) {
        this.letters = letters;
        this.loader = loader;
        this.journal = journal;
        this.configs = configs;
    }

    @Override
    public CompletionStage<Optional<Detail>> detail(UUID id) {
        return letters.find(id)
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(Optional.empty())
                        : detail(found.get()).thenApply(Optional::of));
    }

    private CompletionStage<Detail> detail(Letter letter) {
        return loader.state(letter.place().execution(), Loader.LATEST)
                .thenCompose(state -> detail(letter, state.orElseThrow()));
    }

    private CompletionStage<Detail> detail(Letter letter, ExecutionState now) {
        NodeId node = letter.place().node();
        NodeHistory history = new NodeHistory(node);
        return replay(before(now), history)
                .thenCompose(done -> config(now, node, history.sent()))
                .thenApply(config -> new Detail(letter, run(now), history.done(), config));
    }

    private static ExecutionState before(ExecutionState now) {
        return Evolution.before(
                now.id(), now.workflowId(), now.workflow(), now.lifecycle().submittedAt());
    }

    private static Run run(ExecutionState now) {
        return new Run(now.workflowId(), now.status(), now.lifecycle().reason());
    }

    private CompletionStage<ExecutionState> replay(ExecutionState state, NodeHistory history) {
        Position position = new Position(state.id(), state.version());
        return journal.entries(List.of(position), PAGE).thenCompose(found -> {
            Page page = found.getOrDefault(position, Page.EMPTY);
            ExecutionState next = state;
            for (Entry entry : page.entries()) {
                next = Evolution.evolve(next, entry);
                history.add(entry, next);
            }
            return page.more() ? replay(next, history) : CompletableFuture.completedStage(next);
        });
    }

    private CompletionStage<Config> config(ExecutionState now, NodeId node, @Nullable ExecutionState sent) {
        boolean isPatched = now.patchedConfig(node) != null;
        return configs.defined(now, node)
                .thenCompose(defined -> sent == null
                        ? CompletableFuture.completedStage(new Config(defined.orElse(null), isPatched, 0, null))
                        : rendering(sent, node)
                                .thenApply(rendering -> new Config(
                                        defined.orElse(null),
                                        isPatched,
                                        sent.node(node).dispatch(),
                                        rendering)));
    }

    private CompletionStage<Rendering> rendering(ExecutionState sent, NodeId id) {
        Node node = Objects.requireNonNull(sent.workflow().dag().find(id));
        Set<OutputKey> keys = sent.config(node).references().stream()
                .map(reference -> reference.node())
                .filter(source -> source != null && sent.node(source).state() == NodeState.COMPLETED)
                .map(source ->
                        new OutputKey(sent.id(), source, sent.node(source).dispatch()))
                .collect(Collectors.toSet());
        return (keys.isEmpty()
                        ? CompletableFuture.completedStage(Map.<OutputKey, Document>of())
                        : journal.outputs(keys))
                .thenApply(outputs -> redrive.config(
                        sent,
                        id,
                        (source, dispatch) -> Objects.requireNonNull(
                                outputs.get(new OutputKey(sent.id(), source, dispatch)), "a completed node's output")));
    }
}
