package dev.orchestrator.ports.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.Command;
import dev.orchestrator.domain.execution.Report;
import dev.orchestrator.ports.out.CompletionQueue.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What every completion queue promises. */
public abstract class CompletionQueueContract extends HotStoreContract {
    @Test
    void aMessageIsReadOnceAndStaysUntilItIsAcknowledged() {
        say(1);
        Delivery delivery = message();
        assertThat(messages()).isEmpty();
        assertThat(store.rest()).containsEntry("pending", 1);
        assertThat(delivery.command()).isInstanceOf(Command.Complete.class);
    }

    @Test
    void messagesOfAnExecutionKeepTheirLaneAndOrder() {
        Run run = run(5, "a", "b");
        applied(run.trigger());
        List<Task> tasks = take("w", 2, "a", "b");
        tasks.forEach(task -> store.get(ports.tasks().complete(task, Run.DONE, Report.NONE)));
        List<Delivery> deliveries = messages();
        assertThat(deliveries.stream().map(it -> it.receipt().source()).distinct())
                .hasSize(1);
        assertThat(deliveries.stream()
                        .map(it -> ((Command.Complete) it.command()).node())
                        .toList())
                .isEqualTo(tasks.stream().map(Task::node).toList());
    }

    @Test
    void aReaderGetsItsOwnLanesOnly() {
        for (int number = 0; number < 8; number++) {
            say(number);
        }
        List<Delivery> some = store.get(ports.completions().read("r", List.of(0), 100, AT_ONCE));
        assertThat(some)
                .hasSize(8 / ports.completions().lanes())
                .allMatch(delivery -> delivery.receipt().source().equals("0"));
        assertThat(messages()).hasSize(8 - some.size());
    }

    @Test
    void whoeverWaitsGetsWhatArrives() {
        CompletionStage<List<Delivery>> waiting = ports.completions().read("r", List.of(0, 1, 2, 3), 100, PATIENT);
        say(3);
        assertThat(store.get(waiting)).hasSize(1);
    }

    @Test
    void patienceEnds() {
        assertThat(store.get(ports.completions().read("r", List.of(0, 1), 10, Duration.ofMillis(50))))
                .isEmpty();
    }

    @Test
    @Defect("Completions handed to a dead process never reclaimed")
    void whatADeadReaderHadIsClaimed() {
        say(1);
        say(2);
        assertThat(messages()).hasSize(2);
        assertThat(store.get(ports.completions().claim("other", Duration.ofMinutes(1), 10)))
                .isEmpty();
        Duration idle = Duration.ofMillis(30);
        List<Delivery> claimed = new java.util.ArrayList<>();
        store.until(() -> claimed.addAll(store.get(ports.completions().claim("other", idle, 1))));
        store.until(() -> {
            claimed.addAll(store.get(ports.completions().claim("other", idle, 10)));
            return claimed.stream().map(Delivery::receipt).distinct().count() == 2;
        });
        store.get(
                ports.live().acknowledge(claimed.stream().map(Delivery::receipt).toList()));
        assertThat(store.rest()).containsEntry("messages", 0).containsEntry("pending", 0);
    }

    private void say(int number) {
        Run run = run(number, "a");
        applied(run.trigger());
        store.get(ports.tasks().complete(takeOne("w", "a"), Run.DONE, Report.NONE));
    }
}
