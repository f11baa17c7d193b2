package dev.orchestrator.application;

import static dev.orchestrator.domain.definition.Definitions.definition;
import static dev.orchestrator.domain.definition.Definitions.node;
import static dev.orchestrator.domain.definition.Definitions.object;
import static dev.orchestrator.domain.definition.Definitions.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.Template.Rendering;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.in.InspectDeadLetters.Detail;
import dev.orchestrator.ports.in.InspectDeadLetters.EndKind;
import dev.orchestrator.ports.in.InspectDeadLetters.Try;
import dev.orchestrator.ports.in.ManageDeadLetters.Answer;
import dev.orchestrator.ports.out.DeadLetters.Letter;
import dev.orchestrator.ports.out.LetterCriteria;
import dev.orchestrator.ports.out.Task;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.simulation.SimulatedWorker.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LetterInquiryTest {
    private static final Object DEFINITION = definition(
            node("a"),
            with(
                    with(node("b", "a"), "retry", Map.of("max_attempts", 2)),
                    "config",
                    object("all", "{{ a }}", "text", "n is {{ a.value }}, key {{ secrets.KEY }}", "from", "web")));

    private final SimulatedCluster cluster = new SimulatedCluster(3).latency(Duration.ofMillis(5));
    private final SimulatedProcess process = cluster.whole("one");

    @Test
    void itTellsTheAttemptsAndTheConfigAsItWasSent() {
        lettersOfB();
        Letter letter = letter();
        Detail detail = cluster.answer(process.details.detail(letter.id())).orElseThrow();
        assertThat(detail.letter()).isEqualTo(letter);
        assertThat(detail.run().status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(detail.history().left()).isZero();
        assertThat(detail.history().revivals()).isEmpty();
        assertThat(detail.history().tries()).extracting(Try::attempt).containsExactly(1, 2);
        Try first = detail.history().tries().get(0);
        assertThat(first.end().kind()).isEqualTo(EndKind.RETRIED);
        assertThat(first.end().failure().category().name()).isEqualTo("WORKER_LOST");
        assertThat(first.end().again()).isAfter(first.queuedAt());
        Try second = detail.history().tries().get(1);
        assertThat(second.end().kind()).isEqualTo(EndKind.FAILED);
        assertThat(second.end().failure()).isEqualTo(letter.failure());
        assertThat(detail.config().isPatched()).isFalse();
        assertThat(detail.config().defined())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("all", "{{ a }}");
        isAsSent(detail);
    }

    @Test
    void afterAPatchItTellsThatOneAndToWhichRevivalEachAttemptBelongs() {
        lettersOfB();
        assertThat(cluster.answer(process.letters.retry(letter().id(), Map.of("from", "{{ a.text }}", "more", 1))))
                .isInstanceOf(Answer.Done.class);
        cluster.until("it failed again", () -> !cluster.store.openDeadLetters().isEmpty());
        Detail detail = cluster.answer(process.details.detail(letter().id())).orElseThrow();
        assertThat(detail.history().tries()).extracting(Try::revival).containsExactly(0, 0, 1);
        assertThat(detail.history().tries()).extracting(Try::dispatch).containsExactly(1, 2, 3);
        assertThat(detail.history().revivals()).singleElement().satisfies(revival -> {
            assertThat(revival.number()).isEqualTo(1);
            assertThat(revival.config()).containsEntry("from", "{{ a.text }}").containsEntry("all", "{{ a }}");
        });
        assertThat(detail.config().isPatched()).isTrue();
        assertThat(detail.config().dispatch()).isEqualTo(3);
        isAsSent(detail);
    }

    @Test
    void whereTheConfigCannotBeMadeItSaysWhatIsMissing() {
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
        cluster.submit(process, definition(node("a"), with(node("b", "a"), "config", object("x", "{{ a.gone }}"))));
        cluster.until("it failed", () -> !cluster.store.openDeadLetters().isEmpty());
        Detail detail = cluster.answer(process.details.detail(letter().id())).orElseThrow();
        assertThat(detail.history().tries()).singleElement().satisfies(only -> {
            assertThat(only.queuedAt()).isNull();
            assertThat(only.end().failure().code()).isEqualTo("TEMPLATE_UNRESOLVED");
        });
        assertThat(detail.config().rendering()).isEqualTo(new Rendering.Unresolved("a.gone", "/x"));
    }

    @Test
    void whatIsNotThereIsNotTold() {
        assertThat(cluster.answer(process.details.detail(UUID.randomUUID()))).isEmpty();
    }

    private void isAsSent(Detail detail) {
        List<Task> sent = cluster.started.stream()
                .filter(task -> task.node().value().equals("b"))
                .toList();
        Task last = sent.get(sent.size() - 1);
        assertThat(detail.config().rendering()).isEqualTo(new Rendering.Rendered(last.config(), last.secrets()));
        assertThat(last.secrets()).hasSize(1);
    }

    /** The first worker of b is never heard of, all others fail for good. */
    private void lettersOfB() {
        Function<Task, Plan> well = Behaviour.succeeding(cluster.random, Duration.ofMillis(10));
        cluster.worker("w", task -> task.node().value().equals("a") ? well.apply(task) : planOfB(task));
        cluster.submit(process, DEFINITION);
        cluster.until("it failed", () -> !cluster.store.openDeadLetters().isEmpty());
    }

    private static Plan planOfB(Task task) {
        return task.dispatch() == 1 ? new Plan(Duration.ZERO, null) : Behaviour.failing();
    }

    private Letter letter() {
        return cluster.answer(process.letters.list(LetterCriteria.OPEN, null, 10))
                .letters()
                .get(0);
    }
}
