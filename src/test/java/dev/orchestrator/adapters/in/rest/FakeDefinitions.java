package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.DefinitionReader;
import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Definitions;
import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.ports.in.CheckDefinitions;
import java.util.List;

/** Reads definitions as the product does; their order is that of the text. */
final class FakeDefinitions implements CheckDefinitions {
    private final DefinitionReader reader = Definitions.reader();

    @Override
    public Check check(Object definition) {
        Reading reading = reader.read(definition);
        List<NodeId> order = reading.workflow() == null
                ? List.of()
                : reading.workflow().dag().nodes().stream()
                        .map(node -> node.id())
                        .toList();
        return new Check(reading.problems(), reading.warnings(), order, List.of(order));
    }
}
