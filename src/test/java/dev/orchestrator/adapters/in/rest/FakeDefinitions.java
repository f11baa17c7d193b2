package dev.orchestrator.adapters.in.rest;

import dev.orchestrator.domain.definition.NodeId;
import dev.orchestrator.domain.definition.Problem;
import dev.orchestrator.ports.in.CheckDefinitions;
import java.util.List;
import java.util.Map;

final class FakeDefinitions implements CheckDefinitions {
    @Override
    public Check check(Object definition) {
        if (!(definition instanceof Map<?, ?> map) || !(map.get("name") instanceof String)) {
            Problem problem = new Problem("", Problem.Code.VALIDATION_ERROR, "not a definition", "fix it");
            return new Check(List.of(problem), List.of(), List.of(), List.of());
        }
        return new Check(List.of(), List.of(), List.of(new NodeId("a")), List.of(List.of(new NodeId("a"))));
    }
}
