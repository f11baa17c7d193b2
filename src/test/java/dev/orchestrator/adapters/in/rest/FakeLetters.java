package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.DeadLetters.Place;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One open letter and one that is closed. */
@Alternative
@Singleton
public class FakeLetters implements ManageDeadLetters {
    static final UUID OPEN = UUID.fromString("00000000-0000-7000-8000-000000000001");
    static final UUID CLOSED = UUID.fromString("00000000-0000-7000-8000-000000000002");
    private static final Letter LETTER = new Letter(
            OPEN,
            new Place(ExecutionId.of("00000000-0000-7000-8000-00000000000e"), new NodeId("charge"), "fail"),
            4,
            new Failure(ErrorCategory.PERMANENT, "CARD_DECLINED", "The card was declined"),
            "ab12",
            FakeEngine.NOW,
            FakeEngine.NOW.plusSeconds(9),
            true);

    private volatile UUID lastCursor;

    UUID lastCursor() {
        return lastCursor;
    }

    @Override
    public CompletionStage<Page> list(UUID before, int limit) {
        lastCursor = before;
        return CompletableFuture.completedFuture(new Page(List.of(LETTER), OPEN, 1_234));
    }

    @Override
    public CompletionStage<Answer> retry(UUID letter) {
        return answer(letter);
    }

    @Override
    public CompletionStage<Answer> discard(UUID letter) {
        return answer(letter);
    }

    private static CompletionStage<Answer> answer(UUID letter) {
        return CompletableFuture.completedFuture(
                letter.equals(OPEN)
                        ? new Answer.Done(LETTER)
                        : letter.equals(CLOSED) ? new Answer.Closed() : new Answer.NotFound());
    }
}
