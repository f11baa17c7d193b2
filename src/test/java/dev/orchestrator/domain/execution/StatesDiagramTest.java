package dev.orchestrator.domain.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The diagrams in docs/states.md are those of the tables; {@code -Ddocs.write} writes them anew. */
class StatesDiagramTest {
    private static final Path PAGE = Path.of("docs/states.md");

    @Test
    void thePageShowsTheTables() throws IOException {
        if (System.getProperty("docs.write") != null) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page());
        }
        assertThat(PAGE).hasContent(page());
    }

    private static String page() {
        return """
                # States

                Drawn from the tables in `NodeState.next()` and `ExecutionStatus.next()`, and compared with them in every
                build. After a change of a table: `./mvnw test -Dtest=StatesDiagramTest -Ddocs.write`.

                ## An execution

                `FAILED` to `RUNNING` is an operator's retry of a dead letter. A timeout is no state: the execution is `FAILED`
                with the reason `TIMED_OUT`.

                %s
                ## A node

                `RUNNING` is never journaled: readers see it where a worker holds a lease on a queued node. `QUEUED` follows
                `QUEUED` when a handler asks to be called again later, or its circuit breaker is open. What leads back to `PENDING` is
                a retry of a dead letter, of this node or of one that took it down. The start of a node marked `at_most_once` is journaled
                (`node_started`) and changes no state; until it is, its worker only asks, and the node is shown as `QUEUED`.

                %s"""
                .formatted(
                        diagram(ExecutionStatus.values(), ExecutionStatus::next, ExecutionStatus::isEnded),
                        diagram(NodeState.values(), NodeState::next, NodeState::isEnded));
    }

    private static <S extends Enum<S>> String diagram(
            S[] states, Function<S, ? extends Collection<S>> next, Predicate<S> isEnd) {
        return Stream.of(
                        Stream.of("```mermaid", "stateDiagram-v2", "    [*] --> " + states[0]),
                        Stream.of(states)
                                .flatMap(from ->
                                        next.apply(from).stream().sorted().map(to -> "    " + from + " --> " + to)),
                        Stream.of(states).filter(isEnd).map(end -> "    " + end + " --> [*]"),
                        Stream.of("```", ""))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }
}
