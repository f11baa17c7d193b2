package dev.orchestrator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.domain.execution.ExecutionStatus;
import dev.orchestrator.ports.in.NamedWorkflows;
import dev.orchestrator.ports.in.NamedWorkflows.Registration;
import dev.orchestrator.ports.in.NamedWorkflows.Request;
import dev.orchestrator.ports.in.NamedWorkflows.Run;
import dev.orchestrator.simulation.Behaviour;
import dev.orchestrator.simulation.SimulatedCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Named workflows on the whole application, with twins for stores. */
class CatalogTest {
    private final SimulatedCluster cluster = new SimulatedCluster(1);
    private NamedWorkflows workflows;

    @BeforeEach
    void start() {
        workflows = cluster.whole("one").workflows;
        cluster.worker("w", Behaviour.succeeding(cluster.random, Duration.ofMillis(10)));
    }

    @Test
    void aVersionRunsAsItWasRegistered() {
        register(definition("orders", "first"));
        register(definition("orders", "second"));
        Run.Started latest = run(new Request("orders", null, Map.of(), null));
        Run.Started first = run(new Request("orders", 1, Map.of(), null));
        assertThat(latest.version().number()).isEqualTo(2);
        assertThat(first.version().number()).isEqualTo(1);
        cluster.comesToRest();
        for (Run.Started run : List.of(latest, first)) {
            assertThat(cluster.ledger.state(run.execution()).status()).isEqualTo(ExecutionStatus.COMPLETED);
            assertThat(cluster.ledger.state(run.execution()).workflowId())
                    .isEqualTo(run.version().workflow());
        }
    }

    @Test
    void withoutATriggerItWaits() {
        register(definition("orders", "first"));
        Run.Started pending = run(new Request("orders", null, null, null));
        assertThat(cluster.ledger.state(pending.execution()).status()).isEqualTo(ExecutionStatus.PENDING);
    }

    @Test
    void whatIsNotThereIsUnknown() {
        register(definition("orders", "first"));
        assertThat(cluster.answer(workflows.run(new Request("orders", 2, Map.of(), null))))
                .isInstanceOf(Run.Unknown.class);
        assertThat(cluster.answer(workflows.run(new Request("a b", null, Map.of(), null))))
                .isInstanceOf(Run.Unknown.class);
    }

    @Test
    void aFieldThatNothingReadsIsAProblemHere() {
        Map<String, Object> definition = new HashMap<>(definition("orders", "first"));
        definition.put("colour", "red");
        assertThat(problems(definition)).extracting(Problem::code).containsExactly(Problem.Code.UNKNOWN_FIELD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a/b", ".hidden", "-dash", "ümlaut", "a%20b"})
    void aNameMustFitIntoAPath(String name) {
        assertThat(problems(definition(name, "first")))
                .extracting(Problem::path)
                .containsExactly("/name");
    }

    private Run.Started run(Request request) {
        return (Run.Started) cluster.answer(workflows.run(request));
    }

    private void register(Map<String, Object> definition) {
        assertThat(cluster.answer(workflows.register(definition))).isInstanceOf(Registration.Stored.class);
    }

    private List<Problem> problems(Object definition) {
        return ((Registration.Invalid) cluster.answer(workflows.register(definition))).problems();
    }

    private static Map<String, Object> definition(String name, String text) {
        Map<String, Object> node = Map.of("id", "a", "handler", "echo", "config", Map.of("text", text));
        return Map.of("name", name, "dag", Map.of("nodes", List.of(node)));
    }
}
