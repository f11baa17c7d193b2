package dev.orchestrator.adapters.in.rest;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the queries about named workflows. */
final class VersionQuery {
    private static final int LONGEST_NAME = 128;

    private VersionQuery() {}

    static Optional<Integer> version(QueryProblems problems, String name, @Nullable String text) {
        return problems.read(name, text, "the number of a version, from 1", VersionQuery::number);
    }

    static Optional<String> name(QueryProblems problems, @Nullable String text) {
        return problems.read("cursor", text, "the next_cursor of an earlier page", VersionQuery::cursor);
    }

    private static Integer number(String text) {
        int number = Integer.parseInt(text);
        if (number < 1) {
            throw new IllegalArgumentException("not a version");
        }
        return number;
    }

    private static String cursor(String text) {
        if (!text.matches("[A-Za-z0-9_.-]{1," + LONGEST_NAME + "}")) {
            throw new IllegalArgumentException("not a name");
        }
        return text;
    }
}
