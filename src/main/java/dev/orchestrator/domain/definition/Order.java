package dev.orchestrator.domain.definition;

import java.util.ArrayList;
import java.util.List;

/** The order of execution and the levels (nodes of one level may run side by side), by Kahn's algorithm. */
public record Order(List<NodeId> order, List<List<NodeId>> levels) {
    static Order of(Dag dag) {
        Topology topology = new Topology(dag.parents());
        List<NodeId> order = new ArrayList<>();
        List<List<NodeId>> levels = new ArrayList<>();
        for (int index : topology.order()) {
            if (levels.size() == topology.level(index)) {
                levels.add(new ArrayList<>());
            }
            order.add(dag.node(index).id());
            levels.get(topology.level(index)).add(dag.node(index).id());
        }
        return new Order(List.copyOf(order), levels.stream().map(List::copyOf).toList());
    }
}
