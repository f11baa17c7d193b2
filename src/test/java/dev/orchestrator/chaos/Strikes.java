package dev.orchestrator.chaos;

import java.util.function.Consumer;

/** A scenario that is told by what it does. */
record Strikes(String name, String about, Installation.Plan plan, Consumer<Arena> strikes) implements Scenario {
    Strikes(String name, String about, Consumer<Arena> strikes) {
        this(name, about, Installation.Plan.USUAL, strikes);
    }

    @Override
    public void strike(Arena arena) {
        strikes.accept(arena);
    }
}
