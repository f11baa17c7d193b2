package dev.orchestrator.adapters.in.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OutagesTest {
    @Test
    void aStoreThatHangsIsAnsweredAsOneThatIsDown() {
        CompletableFuture<String> never = new CompletableFuture<>();
        assertThat(refusal(Outages.answered(never, Duration.ofMillis(20)))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        assertThat(never).as("what was asked is not given up").isNotDone();
    }

    @Test
    void aFailureOfAStoreIsAnOutage() {
        CompletionStage<String> failed = CompletableFuture.failedStage(new IllegalStateException("cut off"));
        assertThat(refusal(Outages.answered(failed))).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }

    @Test
    void aMistakeIsNone() {
        CompletionStage<String> failed = CompletableFuture.failedStage(new IllegalArgumentException("a bug"));
        Throwable thrown = catchThrowable(
                () -> Outages.answered(failed).toCompletableFuture().join());
        assertThat(Outages.causeOf(thrown)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ErrorCode refusal(CompletionStage<String> stage) {
        Throwable thrown = catchThrowable(() -> stage.toCompletableFuture().join());
        assertThat(Outages.causeOf(thrown)).isInstanceOf(RequestRefused.class);
        return ((RequestRefused) Outages.causeOf(thrown)).refusal().code();
    }
}
