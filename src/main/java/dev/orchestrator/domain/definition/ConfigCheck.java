package dev.orchestrator.domain.definition;

import dev.orchestrator.domain.definition.Problem.Code;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the config of a built-in handler what could only fail later. Values that hold references are left to the
 * handler, which sees what they become.
 */
final class ConfigCheck {
    private static final BigDecimal LONGEST_DELAY =
            BigDecimal.valueOf(Duration.ofDays(366).toSeconds());
    private static final String SIMULATE_FAILURE = "simulate_failure";

    private final boolean simulation;
    private final Problems problems;

    ConfigCheck(boolean simulation, Problems problems) {
        this.simulation = simulation;
        this.problems = problems;
    }

    void check(String handler, Fields config, Template template) {
        switch (handler) {
            case "decision" -> {
                checkOperator(config, template);
                checkNoSecret(config, template);
            }
            case "call_external_service" -> checkUrl(config, template);
            case "delay" -> checkSeconds(config, template);
            default -> {
                // Other handlers judge their config themselves.
            }
        }
        checkSimulatedFailure(config);
    }

    /** Comparisons would tell a secret piece by piece. */
    private void checkNoSecret(Fields config, Template template) {
        template.slots().stream()
                .filter(slot -> slot.lookup().reference().isSecret())
                .forEach(slot -> problems.add(
                        Code.INVALID_CONFIG,
                        slot.at().under(config.at()),
                        "a decision compares a secret",
                        "compare what a service answers about it instead"));
    }

    private void checkOperator(Fields config, Template template) {
        Object operator = config.get("operator");
        boolean isKnown =
                operator instanceof String text && Comparison.of(text.strip()).isPresent();
        if (operator != null && !isKnown && isFixed("operator", template)) {
            String all =
                    Arrays.stream(Comparison.values()).map(Comparison::symbol).collect(Collectors.joining(" "));
            refuse(config, "operator", operator, "it must be one of " + all);
        }
    }

    private void checkUrl(Fields config, Template template) {
        Object url = config.get("url");
        if (url == null && simulation) {
            return;
        }
        if (isFixed("url", template) && !(url instanceof String text && isHttp(text.strip()))) {
            refuse(config, "url", url, "give an address such as https://api.example.com/path");
        }
    }

    private void checkSeconds(Fields config, Template template) {
        Object seconds = config.get("seconds");
        BigDecimal number = Numbers.of(seconds);
        boolean fits = number != null && number.signum() >= 0 && number.compareTo(LONGEST_DELAY) <= 0;
        if (!fits && isFixed("seconds", template)) {
            refuse(config, "seconds", seconds, "give a number of seconds from 0 to " + LONGEST_DELAY);
        }
    }

    private void checkSimulatedFailure(Fields config) {
        Object wanted = config.get(SIMULATE_FAILURE);
        if (!simulation && wanted != null && !wanted.equals(false)) {
            refuse(config, SIMULATE_FAILURE, wanted, "remove it, or start the engine with --simulate");
        }
    }

    /** Has http or https, a host and no space; whether the host may be called is decided when it is. */
    private static boolean isHttp(String url) {
        int host =
                url.regionMatches(true, 0, "http://", 0, 7) ? 7 : url.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
        boolean hasHost = host > 0 && url.length() > host && "/?#:@".indexOf(url.charAt(host)) < 0;
        return hasHost && url.chars().noneMatch(unit -> unit <= ' ' || unit == '\\');
    }

    private static boolean isFixed(String member, Template template) {
        return template.slots().stream().noneMatch(slot -> slot.at().equals(Pointer.ROOT.member(member)));
    }

    private void refuse(Fields config, String member, @Nullable Object value, String hint) {
        String message = value == null ? "'" + member + "' is missing" : "'" + member + "' is " + Wording.of(value);
        problems.add(Code.INVALID_CONFIG, config.at(member), message, hint);
    }
}
