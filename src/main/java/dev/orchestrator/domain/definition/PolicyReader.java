package dev.orchestrator.domain.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads how a node is to be run; what it leaves open comes from the defaults. */
final class PolicyReader {
    private static final List<String> RETRY_FIELDS =
            List.of("max_attempts", "backoff_seconds", "max_backoff_seconds", "jitter", "on");
    private static final BigDecimal MOST_ATTEMPTS = BigDecimal.valueOf(100);

    private final Defaults defaults;
    private final Suggestions suggestions;
    private final Problems problems;

    PolicyReader(Defaults defaults, Suggestions suggestions, Problems problems) {
        this.defaults = defaults;
        this.suggestions = suggestions;
        this.problems = problems;
    }

    Policy read(Fields node, String handler) {
        String queue = node.serviceName("queue", false);
        return new Policy(
                queue == null ? handler : queue,
                retry(node),
                node.seconds("timeout_seconds", Fields.LEAST_TIME, defaults.nodeTimeout()),
                node.seconds("queue_timeout_seconds", Fields.LEAST_TIME, defaults.queueTimeout()),
                node.flag("at_most_once"));
    }

    private RetryPolicy retry(Fields node) {
        Object value = node.get("retry");
        Fields fields = value == null ? null : Fields.of(value, "'retry'", node.at("retry"), problems);
        if (fields == null) {
            return defaults.retry();
        }
        fields.warnOfOthers(RETRY_FIELDS, suggestions);
        RetryPolicy otherwise = defaults.retry();
        BigDecimal attempts = fields.whole("max_attempts", BigDecimal.ONE, MOST_ATTEMPTS);
        BigDecimal jitter = fields.number("jitter", BigDecimal.ZERO, BigDecimal.ONE, "parts of the wait");
        Duration backoff = fields.seconds("backoff_seconds", BigDecimal.ZERO, otherwise.backoff());
        return new RetryPolicy(
                attempts == null ? otherwise.maxAttempts() : attempts.intValue(),
                backoff,
                fields.seconds("max_backoff_seconds", BigDecimal.ZERO, longer(backoff, otherwise.maxBackoff())),
                jitter == null ? otherwise.jitter() : jitter.doubleValue(),
                categories(fields, otherwise.on()));
    }

    /** A default cap does not undo a longer wait that was asked for. */
    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Set<ErrorCategory> categories(Fields retry, Set<ErrorCategory> otherwise) {
        List<?> names = retry.list("on");
        if (names == null || retry.get("on") == null) {
            return otherwise;
        }
        Set<ErrorCategory> result = EnumSet.noneOf(ErrorCategory.class);
        int index = 0;
        for (Object name : names) {
            ErrorCategory category =
                    retry.choice(name, ErrorCategory.class, retry.at("on").item(index++), "an error category");
            if (category != null) {
                result.add(category);
            }
        }
        return result;
    }
}
