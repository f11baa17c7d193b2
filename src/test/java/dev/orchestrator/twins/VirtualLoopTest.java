package dev.orchestrator.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orchestrator.ports.out.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualLoopTest {
    private final VirtualLoop loop = new VirtualLoop();
    private final List<String> seen = new ArrayList<>();

    @Test
    void runsTasksInOrderAndNeverInsideTheCall() {
        loop.execute(() -> {
            loop.execute(() -> seen.add("b"));
            seen.add("a");
        });
        assertThat(seen).isEmpty();
        assertThat(loop.runUntilIdle()).isEqualTo(2);
        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void timersRunAtTheirOwnTime() {
        loop.after(Duration.ofSeconds(2), () -> seen.add("late at " + loop.nanoTime()));
        loop.after(Duration.ofSeconds(1), () -> loop.after(Duration.ofMillis(500), () -> seen.add("nested")));
        loop.advance(Duration.ofSeconds(3));
        assertThat(seen).containsExactly("nested", "late at 2000000000");
        assertThat(loop.nanoTime()).isEqualTo(3_000_000_000L);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void timeStandsStillUntilIdle() {
        loop.after(Duration.ofMillis(1), () -> seen.add("due"));
        loop.after(Duration.ZERO, () -> seen.add("now"));
        loop.runUntilIdle();
        assertThat(seen).containsExactly("now");
        assertThat(loop.advanceToNextTimer()).isTrue();
        assertThat(loop.advanceToNextTimer()).isFalse();
        assertThat(seen).containsExactly("now", "due");
    }

    @Test
    void aCancelledTimerDoesNotRun() {
        EventLoop.Timer timer = loop.after(Duration.ofSeconds(1), () -> seen.add("cancelled"));
        timer.cancel();
        loop.advance(Duration.ofSeconds(2));
        assertThat(seen).isEmpty();
    }

    @Test
    void aTimerThatIsDueCanStillBeCancelled() {
        List<EventLoop.Timer> timers = new ArrayList<>();
        loop.after(Duration.ZERO, () -> timers.forEach(EventLoop.Timer::cancel));
        timers.add(loop.after(Duration.ZERO, () -> seen.add("cancelled")));
        loop.runUntilIdle();
        assertThat(seen).isEmpty();
    }

    @Test
    void failuresReachTheTest() {
        loop.execute(() -> {
            throw new IllegalStateException("boom");
        });
        assertThatThrownBy(loop::runUntilIdle).hasMessage("boom");
    }

    @Test
    void otherThreadsMayGiveTasks() throws InterruptedException {
        Thread other = new Thread(
                () -> loop.execute(() -> seen.add(Thread.currentThread().getName())));
        other.start();
        assertThat(loop.awaitTask(Duration.ofSeconds(10))).isTrue();
        loop.runUntilIdle();
        assertThat(seen).containsExactly(Thread.currentThread().getName());
    }
}
