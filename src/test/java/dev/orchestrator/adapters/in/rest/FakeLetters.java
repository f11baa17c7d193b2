package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.ErrorCategory;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.definition.SecretSlot;
import dev.orchestrator.domain.definition.Template.Rendering;
import dev.orchestrator.domain.definition.WorkflowId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.domain.execution.Failure;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.in.InspectDeadLetters;
import dev.orchestrator.ports.in.ManageDeadLetters;
import dev.orchestrator.ports.in.RetryManyLetters;
import dev.orchestrator.ports.out.DeadLetters.Count;
import dev.orchestrator.ports.out.DeadLetters.Group;
import dev.orchestrator.ports.out.DeadLetters.Groups;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.DeadLetters.Place;
import dev.orchestrator.ports.out.DeadLetters.Status;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.LetterRetries;
import dev.orchestrator.ports.out.LetterRetries.Job;
import dev.orchestrator.ports.out.LetterRetries.Order;
import dev.orchestrator.ports.out.LetterRetries.Tally;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One open letter and one that is closed. */
@Alternative
@Singleton
public class FakeLetters implements ManageDeadLetters, InspectDeadLetters, RetryManyLetters {
    static final UUID OPEN = UUID.fromString("00000000-0000-7000-8000-000000000001");
    static final UUID CLOSED = UUID.fromString("00000000-0000-7000-8000-000000000002");
    private static final Letter LETTER = new Letter(
            OPEN,
            new Place(ExecutionId.of("00000000-0000-7000-8000-00000000000e"), new NodeId("charge"), "fail", "orders"),
            4,
            5,
            new Failure(ErrorCategory.PERMANENT, "CARD_DECLINED", "The card was declined"),
            "ab12",
            FakeEngine.NOW,
            FakeEngine.NOW.plusSeconds(9),
            Status.OPEN,
            null);

    private static final Report REPORT =
            new Report("w-1", FakeEngine.NOW.plusSeconds(8), FakeEngine.NOW.plusSeconds(9));
    private static final Detail DETAIL = new Detail(
            LETTER,
            new Run(new WorkflowId(new UUID(0, 7)), ExecutionStatus.FAILED, "NODE_FAILED"),
            new History(
                    List.of(
                            new Try(
                                    1,
                                    4,
                                    0,
                                    FakeEngine.NOW,
                                    new End(
                                            EndKind.RETRIED,
                                            FakeEngine.NOW.plusSeconds(9),
                                            REPORT,
                                            LETTER.failure(),
                                            FakeEngine.NOW.plusSeconds(10))),
                            new Try(1, 5, 1, FakeEngine.NOW, null)),
                    List.of(new Revival(1, FakeEngine.NOW, Map.of("key", "{{ secrets.KEY }}"))),
                    3),
            new Config(
                    Map.of("key", "{{ secrets.KEY }}"),
                    true,
                    5,
                    new Rendering.Rendered(
                            "{\"key\":\"a  b\",\"n\":1}",
                            List.of(new SecretSlot(9, "KEY"), new SecretSlot(10, "KEY_2")))));
    static final Job JOB = new Job(
            new UUID(0x7000, 0x8000_0000_0000_0000L),
            new Order(LetterCriteria.OPEN, 2.5, 10, 1_234, ""),
            FakeEngine.NOW,
            OPEN,
            new Tally(3, 2, 1),
            LetterRetries.Status.RUNNING,
            null);

    private volatile Wish lastWish;
    private volatile UUID lastCursor;
    private volatile LetterCriteria lastCriteria;
    private volatile Object lastPatch;
    private volatile Discarding lastDiscarding;

    Wish lastWish() {
        return lastWish;
    }

    UUID lastCursor() {
        return lastCursor;
    }

    LetterCriteria lastCriteria() {
        return lastCriteria;
    }

    Object lastPatch() {
        return lastPatch;
    }

    Discarding lastDiscarding() {
        return lastDiscarding;
    }

    @Override
    public CompletionStage<Page> list(LetterCriteria criteria, UUID before, int limit) {
        lastCriteria = criteria;
        lastCursor = before;
        return CompletableFuture.completedFuture(new Page(List.of(LETTER), OPEN, new Count(1_234, true)));
    }

    @Override
    public CompletionStage<Groups> groups(LetterCriteria criteria, int limit) {
        lastCriteria = criteria;
        Group group = new Group("ab12", limit, FakeEngine.NOW, FakeEngine.NOW.plusSeconds(9), LETTER);
        return CompletableFuture.completedFuture(new Groups(List.of(group), 7, false));
    }

    @Override
    public CompletionStage<Answer> retry(UUID letter, Object patch) {
        lastPatch = patch;
        return patch != null && patch.equals(Map.of("x", "{{ y"))
                ? CompletableFuture.completedFuture(new Answer.Invalid(
                        List.of(new Problem("/config/x", Problem.Code.INVALID_TEMPLATE, "wrong", "close the braces"))))
                : answer(letter);
    }

    @Override
    public CompletionStage<Answer> discard(UUID letter, Discarding how) {
        lastDiscarding = how;
        return answer(letter);
    }

    @Override
    public CompletionStage<Integer> discardMany(LetterCriteria criteria, int most, Discarding how) {
        lastCriteria = criteria;
        lastDiscarding = how;
        return CompletableFuture.completedFuture(most);
    }

    @Override
    public CompletionStage<Optional<Detail>> detail(UUID letter) {
        return CompletableFuture.completedFuture(letter.equals(OPEN) ? Optional.of(DETAIL) : Optional.empty());
    }

    @Override
    public CompletionStage<Count> count(LetterCriteria criteria) {
        lastCriteria = criteria;
        return CompletableFuture.completedFuture(new Count(100_000, false));
    }

    @Override
    public CompletionStage<Job> start(Wish wish) {
        lastWish = wish;
        return CompletableFuture.completedFuture(JOB);
    }

    @Override
    public CompletionStage<Optional<Job>> find(UUID id) {
        return CompletableFuture.completedFuture(
                Optional.of(JOB).filter(job -> job.id().equals(id)));
    }

    @Override
    public CompletionStage<Optional<Job>> stop(UUID id) {
        return find(id);
    }

    private static CompletionStage<Answer> answer(UUID letter) {
        return CompletableFuture.completedFuture(
                letter.equals(OPEN)
                        ? new Answer.Done(LETTER)
                        : letter.equals(CLOSED) ? new Answer.Closed() : new Answer.NotFound());
    }
}
