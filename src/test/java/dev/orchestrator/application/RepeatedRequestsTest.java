package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.defects.Defect;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.Rejection;
import dev.orchestrator.domain.execution.RequestKey;
import dev.orchestrator.ports.in.NamedWorkflows;
import dev.orchestrator.ports.in.RunExecutions.Answer;
import dev.orchestrator.ports.in.RunExecutions.Request;
import dev.orchestrator.ports.in.RunExecutions.Submitted;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.Seeds;
import dev.orchestrator.simulation.SimulatedCluster;
import dev.orchestrator.simulation.SimulatedProcess;
import dev.orchestrator.twins.InMemoryJournal.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** "No idempotency key": a client that repeats a request, because it does not know what came of it, has one effect. */
class RepeatedRequestsTest {
    private static final RequestKey KEY = new RequestKey("ci", "k", "asked for this");
    private static final RequestKey OTHER_REQUEST = new RequestKey("ci", "k", "asked for that");
    private static final Map<String, Object> DEFINITION = Map.of(
            "name", "once", "dag", Map.of("nodes", List.of(Map.of("id", "a", "handler", "echo", "config", Map.of()))));

    @Test
    @Defect("No idempotency key")
    void manySubmissionsInTwoProcessesMakeOneExecution() {
        Seeds.check(40, seed -> {
            SimulatedCluster cluster = new SimulatedCluster(seed).latency(Duration.ofMillis(20));
            List<SimulatedProcess> processes = List.of(cluster.whole("one"), cluster.whole("two"));
            cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
            List<CompletionStage<Submitted>> racing = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                racing.add(processes.get(i % 2).submissions.submit(new Request(DEFINITION, Map.of(), KEY)));
                cluster.loop.advance(Duration.ofMillis(cluster.random.nextInt(10)));
            }
            List<Submitted.Stored> answers = racing.stream()
                    .map(it -> (Submitted.Stored) cluster.answer(it))
                    .toList();
            assertThat(answers)
                    .extracting(Submitted.Stored::execution)
                    .containsOnly(answers.get(0).execution());
            assertThat(answers.stream().filter(it -> !it.repeated())).hasSize(1);
            assertThat(cluster.store.versions()).hasSize(1);
            cluster.comesToRest();
        });
    }

    @Test
    void anAnswerThatWasLostIsFoundByTheRepetition() {
        SimulatedCluster cluster = new SimulatedCluster(3);
        SimulatedProcess api = cluster.whole("api");
        api.journal.faults(batch -> batch.appends().isEmpty() ? Fault.NONE : Fault.REPLY_LOST);
        assertThat(api.submissions.submit(new Request(DEFINITION, null, KEY)).toCompletableFuture())
                .satisfies(it -> cluster.loop.advance(Duration.ofSeconds(1)))
                .isCompletedExceptionally();
        api.journal.faults(batch -> Fault.NONE);
        Submitted.Stored again =
                (Submitted.Stored) cluster.answer(api.submissions.submit(new Request(DEFINITION, null, KEY)));
        assertThat(again.repeated()).isTrue();
        assertThat(cluster.store.versions()).containsOnlyKeys(again.execution());
    }

    @Test
    void anotherRequestUnderTheSameKeyIsRefused() {
        SimulatedCluster cluster = new SimulatedCluster(4);
        SimulatedProcess api = cluster.whole("api");
        cluster.answer(api.submissions.submit(new Request(DEFINITION, null, KEY)));
        assertThat(cluster.answer(api.submissions.submit(new Request(DEFINITION, null, OTHER_REQUEST))))
                .isInstanceOf(Submitted.KeyReused.class);
        assertThat(cluster.answer(api.submissions.submit(
                        new Request(DEFINITION, null, new RequestKey("another client", "k", "asked for that")))))
                .isInstanceOf(Submitted.Stored.class);
    }

    @Test
    void aRepeatedTriggerIsAnsweredAsTheFirstAlsoAfterTheEnd() {
        SimulatedCluster cluster = new SimulatedCluster(5).latency(Duration.ofMillis(20));
        SimulatedProcess one = cluster.whole("one");
        SimulatedProcess two = cluster.whole("two");
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
        ExecutionId id = ((Submitted.Stored)
                        cluster.answer(one.submissions.submit(new Request(DEFINITION, null, null))))
                .execution();
        List<CompletionStage<Answer>> racing = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            racing.add((i % 2 == 0 ? one : two).submissions.trigger(id, Map.of(), KEY));
        }
        List<Answer> answers = racing.stream().map(cluster::answer).toList();
        assertThat(answers.stream().filter(Answer.Done.class::isInstance)).hasSize(1);
        assertThat(answers.stream().filter(Answer.Repeated.class::isInstance)).hasSize(15);
        cluster.comesToRest();
        assertThat(cluster.answer(two.submissions.trigger(id, Map.of(), KEY))).isInstanceOf(Answer.Repeated.class);
        assertThat(cluster.answer(two.submissions.trigger(id, Map.of(), OTHER_REQUEST)))
                .isEqualTo(new Answer.Refused(Rejection.KEY_REUSED));
        assertThat(cluster.answer(two.submissions.trigger(id, Map.of(), null)))
                .isEqualTo(new Answer.Refused(Rejection.ALREADY_ENDED));
        assertThat(cluster.started).hasSize(1);
    }

    @Test
    void aRepeatedRunNamesTheVersionThatItRan() {
        SimulatedCluster cluster = new SimulatedCluster(6);
        SimulatedProcess api = cluster.whole("api");
        cluster.answer(api.workflows.register(DEFINITION));
        NamedWorkflows.Request request = new NamedWorkflows.Request("once", null, null, KEY);
        NamedWorkflows.Run.Started first = (NamedWorkflows.Run.Started) cluster.answer(api.workflows.run(request));
        Map<String, Object> changed = new java.util.HashMap<>(DEFINITION);
        changed.put("timeout_seconds", 5);
        cluster.answer(api.workflows.register(changed));
        NamedWorkflows.Run.Started again = (NamedWorkflows.Run.Started) cluster.answer(api.workflows.run(request));
        assertThat(again.execution()).isEqualTo(first.execution());
        assertThat(again.version()).isEqualTo(first.version());
        assertThat(again.repeated()).isTrue();
    }
}
