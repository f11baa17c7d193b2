package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.orchestrator.application.StoreState;
import dev.orchestrator.ports.out.OutcomeUnknown;
import dev.orchestrator.ports.out.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutagesTest {
    private final StoreState postgres = new StoreState();
    private final Outages outages = new Outages(postgres);
    private final CompletableFuture<String> never = new CompletableFuture<>();

    @Test
    void aStoreThatHangsIsAnsweredAsOneThatIsDown() {
        Outages hasty = new Outages(postgres, Duration.ofMillis(20), Duration.ofMillis(20));
        assertThat(refusal(() -> hasty.answered(never))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(refusal(() -> hasty.decided(() -> never))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(never).as("what was asked is not given up").isNotDone();
    }

    @Test
    void aChangeIsLetGoSoonerWhileNothingIsDecided() {
        Outages patient = new Outages(postgres, Duration.ofHours(1), Duration.ofMillis(20));
        assertThat(refusal(() -> patient.decided(() -> never))).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(refusal(() -> patient.answered(never))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }

    @Test
    void whatWasDecidedJustBeforeItStuckDoesNotProlongTheWait() {
        Outages patient = new Outages(postgres, Duration.ofHours(1), Duration.ofMillis(200));
        CompletionStage<String> stuck = patient.decided(() -> never);
        assertThat(patient.decided(() -> CompletableFuture.completedStage("the last")))
                .isCompletedWithValue("the last");
        assertThat(refusal(() -> stuck)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void aFailureOfAStoreIsAnOutage() {
        assertThat(refusal(() -> outages.answered(failed(new IllegalStateException("cut off")))))
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }

    @Test
    void onlyWhatCertainlyDidNotHappenIsSaidNotToHave() {
        assertThat(refusal(() -> outages.decided(() -> failed(new StoreUnavailable("refused")))))
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(refusal(() ->
                        outages.decided(() -> failed(new OutcomeUnknown("cut off", new IllegalStateException())))))
                .isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(refusal(() -> outages.decided(() -> failed(new IllegalStateException("cut off")))))
                .isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void whoWaitsIsLetGoWhenTheStoreGoesAway() {
        CompletionStage<String> reading = outages.answered(never);
        CompletionStage<String> change = outages.decided(() -> never);
        postgres.found(false);
        assertThat(refusal(() -> reading)).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(refusal(() -> change)).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void nothingIsAskedOfAStoreThatIsAway() {
        postgres.found(false);
        AtomicInteger asked = new AtomicInteger();
        assertThat(refusal(() -> outages.decided(() -> {
                    asked.incrementAndGet();
                    return never;
                })))
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(asked).hasValue(0);
        postgres.found(true);
        assertThat(outages.decided(() -> CompletableFuture.completedStage("done")))
                .isCompletedWithValue("done");
    }

    @Test
    void whatNeedsNoStoreIsAnsweredInAnOutage() {
        postgres.found(false);
        assertThat(outages.answered(CompletableFuture.completedStage("known"))).isCompletedWithValue("known");
    }

    @Test
    void whatWaitsIsBoundedInNumberAndBytesUntilItIsDecided() {
        Undecided undecided = new Undecided(2, 100);
        CompletableFuture<String> large = new CompletableFuture<>();
        undecided.asking(500, () -> large);
        assertThat(refusal(() -> undecided.asking(1, () -> never))).isEqualTo(ErrorCode.OVERLOADED);
        large.complete("done");
        undecided.asking(1, () -> never);
        undecided.asking(1, () -> never);
        assertThat(refusal(() -> undecided.asking(1, () -> never))).isEqualTo(ErrorCode.OVERLOADED);
    }

    @Test
    void aMistakeIsNone() {
        Throwable thrown = catchThrowable(() -> outages.answered(failed(new IllegalArgumentException("a bug")))
                .toCompletableFuture()
                .join());
        assertThat(Outages.causeOf(thrown)).isInstanceOf(IllegalArgumentException.class);
    }

    private static CompletionStage<String> failed(RuntimeException failure) {
        return CompletableFuture.failedStage(failure);
    }

    private static ErrorCode refusal(Supplier<CompletionStage<String>> asking) {
        Throwable thrown =
                catchThrowable(() -> asking.get().toCompletableFuture().join());
        assertThat(Outages.causeOf(thrown)).isInstanceOf(RequestRefused.class);
        return ((RequestRefused) Outages.causeOf(thrown)).refusal().code();
    }
}
