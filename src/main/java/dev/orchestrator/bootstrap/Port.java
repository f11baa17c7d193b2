package dev.orchestrator.bootstrap;

import picocli.CommandLine.TypeConversionException;

/** A TCP port to listen on; 0 asks for a free one. */
record Port(int number) {
    private static final int HIGHEST = 65_535;

    static Port parse(String text) {
        int number = text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
        if (number < 0 || number > HIGHEST) {
            throw new TypeConversionException("'" + text + "' is not a port: a number from 0 to 65535");
        }
        return new Port(number);
    }
}
