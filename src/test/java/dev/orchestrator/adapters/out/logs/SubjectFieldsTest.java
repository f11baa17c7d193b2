package dev.orchestrator.adapters.out.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.execution.ExecutionId;
import dev.orchestrator.domain.execution.TraceContext;
import dev.orchestrator.ports.out.Subject;
import dev.orchestrator.ports.out.Task;
import java.util.logging.Level;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Lines as they would stand on the console, in JSON and in text. */
class SubjectFieldsTest {
    private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";
    private static final ExecutionId EXECUTION = ExecutionId.of(ID);
    private static final System.Logger APPLICATION = System.getLogger("dev.orchestrator.core.Test");
    private static final Logger ADAPTER = Logger.getLogger("dev.orchestrator.adapters.Test");

    @Test
    void aSubjectBecomesFieldsAndItsCauseTheException() {
        try (LogCapture log = LogCapture.json(Level.INFO)) {
            Subject subject = Subject.of(EXECUTION)
                    .with(new NodeId("a"))
                    .with(Subject.ATTEMPT, "2")
                    .with(Subject.HANDLER, null)
                    .with(new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
                    .because(new IllegalStateException("a \"bug\"\nof two lines"));
            APPLICATION.log(System.Logger.Level.ERROR, "A decision failed", subject);
            JsonNode line = only(log);
            assertThat(line.get("level").asText()).isEqualTo("ERROR");
            assertThat(line.get("message").asText()).isEqualTo("A decision failed");
            assertThat(line.at("/mdc/execution_id").asText()).isEqualTo(ID);
            assertThat(line.at("/mdc/node_id").asText()).isEqualTo("a");
            assertThat(line.at("/mdc/attempt").asText()).isEqualTo("2");
            assertThat(line.at("/mdc/trace_id").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
            assertThat(line.at("/mdc/span_id").asText()).isEqualTo("00f067aa0ba902b7");
            assertThat(line.get("mdc").has("handler")).isFalse();
            assertThat(line.get("stackTrace").asText())
                    .contains("IllegalStateException: a \"bug\"\nof two lines")
                    .contains("\tat " + SubjectFieldsTest.class.getName());
        }
    }

    @Test
    void idsAmongTheParametersOfALineAreEnough() {
        try (LogCapture log = LogCapture.json(Level.INFO)) {
            ADAPTER.warnf("version %d of execution %s cannot be stored: %s", 3, EXECUTION, "reason");
            ADAPTER.warnf("%s is late", new Task.Key(EXECUTION, new NodeId("b"), 4));
            ADAPTER.warn("about nothing in particular");
            JsonNode first = log.parsed().get(0);
            assertThat(first.get("message").asText()).contains(ID);
            assertThat(first.at("/mdc/execution_id").asText()).isEqualTo(ID);
            JsonNode second = log.parsed().get(1);
            assertThat(second.at("/mdc/node_id").asText()).isEqualTo("b");
            assertThat(second.at("/mdc/dispatch").asText()).isEqualTo("4");
            assertThat(log.parsed().get(2).at("/mdc/execution_id").isMissingNode())
                    .isTrue();
        }
    }

    @Test
    void textShowsTheIdsBriefly() {
        try (LogCapture log = LogCapture.text(Level.INFO)) {
            APPLICATION.log(
                    System.Logger.Level.WARNING,
                    "cannot report yet: {0}",
                    "gone",
                    Subject.of(new Task.Key(EXECUTION, new NodeId("b"), 4)).because(new IllegalStateException("why")));
            ADAPTER.warn("plain");
            assertThat(log.lines().get(0))
                    .contains(" WARN  [de.or.co.Test] (" + ID + "/b#4) cannot report yet: gone")
                    .contains("IllegalStateException: why")
                    .contains("\tat ");
            assertThat(log.lines().get(1)).contains("[de.or.ad.Test] plain");
        }
    }

    private static JsonNode only(LogCapture log) {
        assertThat(log.lines()).hasSize(1);
        return log.parsed().get(0);
    }
}
