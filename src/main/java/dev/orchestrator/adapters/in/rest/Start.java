package dev.orchestrator.adapters.in.rest;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ?trigger=} and {@code ?wait=} ask for. Who waits wants the execution to run: wait implies trigger.
 *
 * @param patience how long to wait for the end; zero for not at all
 */
record Start(boolean trigger, Duration patience) {
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

    static Start read(@Nullable String trigger, @Nullable String wait, Duration longest) {
        QueryProblems problems = new QueryProblems();
        Optional<Boolean> asked = problems.read("trigger", trigger, "true or false", Start::flag);
        Duration patience = patience(problems, wait, longest);
        if (wait != null && !asked.orElse(true)) {
            problems.add(
                    "wait", "The query asks to wait for an execution that it does not trigger", "Drop one of them");
        }
        problems.refuse();
        return new Start(asked.orElse(false) || wait != null, patience);
    }

    static Duration readPatience(@Nullable String wait, Duration longest) {
        QueryProblems problems = new QueryProblems();
        Duration patience = patience(problems, wait, longest);
        problems.refuse();
        return patience;
    }

    private static Duration patience(QueryProblems problems, @Nullable String wait, Duration longest) {
        String expected = "seconds from 0 to " + longest.toSeconds();
        return problems.read("wait", wait, expected, text -> seconds(text, longest))
                .orElse(Duration.ZERO);
    }

    private static Duration seconds(String text, Duration longest) {
        if (text.length() > 10) {
            throw new IllegalArgumentException("too long");
        }
        Duration patience =
                Duration.ofMillis(new BigDecimal(text).multiply(MILLIS).longValueExact());
        if (patience.isNegative() || patience.compareTo(longest) > 0) {
            throw new IllegalArgumentException("out of range");
        }
        return patience;
    }

    static boolean flag(QueryProblems problems, String name, @Nullable String text) {
        return problems.read(name, text, "true or false", Start::flag).orElse(false);
    }

    private static Boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> true;
            case "false", "0", "no" -> false;
            default -> throw new IllegalArgumentException("not a flag");
        };
    }
}
