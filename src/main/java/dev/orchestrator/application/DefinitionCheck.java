package dev.orchestrator.application;

import dev.orchestrator.domain.definition.DefinitionReader.Reading;
import dev.orchestrator.domain.definition.Order;
import dev.orchestrator.domain.definition.Workflow;
import dev.orchestrator.ports.in.CheckDefinitions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a definition, or in which order its nodes would run. */
public final class DefinitionCheck implements CheckDefinitions {
    private final Definitions definitions;

    public DefinitionCheck(Definitions definitions) {
        this.definitions = definitions;
    }

    @Override
    public Check check(@Nullable Object definition) {
        Reading reading = definitions.read(definition);
        Workflow workflow = reading.workflow();
        Order order = workflow == null
                ? new Order(List.of(), List.of())
                : workflow.dag().order();
        return new Check(reading.problems(), reading.warnings(), order.order(), order.levels());
    }
}
