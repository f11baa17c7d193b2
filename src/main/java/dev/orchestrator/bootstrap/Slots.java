package dev.orchestrator.bootstrap;

import picocli.CommandLine.TypeConversionException;

/** How many tasks a worker runs at a time, at least 1. */
record Slots(int number) {
    private static final int MOST = 10_000;

    static Slots parse(String text) {
        int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MOST) {
            throw new TypeConversionException("'" + text + "' is not a number of tasks: from 1 to " + MOST);
        }
        return new Slots(number);
    }
}
