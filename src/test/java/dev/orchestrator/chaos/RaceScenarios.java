package dev.orchestrator.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orchestrator.domain.execution.ExecutionStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Much at once: many who want different things of one execution, and workflows of extreme shapes. Nothing fails. */
final class RaceScenarios {
    private static final int WIDE = 2_000;
    private static final int LONG = 500;

    private RaceScenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Simple(
                        "races",
                        "cancels, completions, timeouts and retries of one execution at random moments",
                        16,
                        RaceScenarios::races),
                new Simple("wide", "1 -> 2,000 -> 1, the 2,000 completing at once", 1, RaceScenarios::wide),
                new Simple("long", "chains of 500", 1, RaceScenarios::chains));
    }

    private record Simple(String name, String about, double rate, Consumer<Arena> strikes) implements Scenario {
        @Override
        public void strike(Arena arena) {
            strikes.accept(arena);
        }
    }

    /** Each order is small and short, so that what is asked for meets its end. */
    private static void races(Arena arena) {
        RandomGenerator chance = arena.chance();
        Shapes shapes = arena.load().shapes();
        while (!arena.isOver()) {
            ObjectNode definition = shapes.fan(chance.nextInt(2, 6), chance);
            if (chance.nextInt(3) == 0) {
                definition.put("timeout_seconds", chance.nextInt(2, 10) / 10.0);
            }
            if (chance.nextInt(3) == 0) {
                Shapes.config((ObjectNode) definition.at("/dag/nodes/1")).put("fatal_below", 2);
            }
            Order order = Order.of(definition, null);
            order = chance.nextBoolean() ? order.cancelledAfter(Duration.ofMillis(chance.nextInt(600))) : order;
            arena.load().place(chance.nextInt(3) == 0 ? order.retrying("m0") : order);
        }
    }

    private static void wide(Arena arena) {
        do {
            ObjectNode fan = arena.load().shapes().fan(WIDE, arena.chance());
            fan.at("/dag/nodes")
                    .forEach(node -> Shapes.config((ObjectNode) node).put("millis", 5));
            arena.load().place(Order.of(fan, ExecutionStatus.COMPLETED));
            arena.pause(Duration.ofSeconds(10));
        } while (!arena.isOver());
    }

    private static void chains(Arena arena) {
        do {
            ObjectNode chain = arena.load().shapes().chain(LONG, arena.chance());
            chain.at("/dag/nodes")
                    .forEach(node ->
                            Shapes.config((ObjectNode) node).put("millis", 1).remove("from"));
            arena.load().place(Order.of(chain, ExecutionStatus.COMPLETED));
            arena.pause(Duration.ofSeconds(10));
        } while (!arena.isOver());
    }
}
