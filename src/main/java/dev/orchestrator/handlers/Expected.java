package dev.orchestrator.handlers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The statuses that count as success: numbers and classes such as {@code 2xx}, one, a list, or text with commas. */
record Expected(List<String> statuses) {
    private static final Expected USUAL = new Expected(List.of("2xx"));
    private static final Pattern STATUS = Pattern.compile("[1-5](\\d\\d|xx)");

    static Expected read(@Nullable Object config) throws InvalidConfig {
        if (config == null) {
            return USUAL;
        }
        List<String> statuses = new ArrayList<>();
        for (Object one : config instanceof List<?> list ? list : List.of(config)) {
            for (String status : String.valueOf(one).split(",", -1)) {
                statuses.add(checked(status.strip().toLowerCase(Locale.ROOT)));
            }
        }
        return new Expected(List.copyOf(statuses));
    }

    boolean holds(int status) {
        return statuses.stream().anyMatch(one -> matches(one, status));
    }

    boolean holdsAnyRedirect() {
        return statuses.stream().anyMatch(one -> one.startsWith("3"));
    }

    private static String checked(String status) throws InvalidConfig {
        if (!STATUS.matcher(status).matches()) {
            throw new InvalidConfig("'expect' must name statuses such as 200, \"2xx\" or [200, 404]");
        }
        return status;
    }

    private static boolean matches(String expected, int status) {
        return expected.endsWith("xx")
                ? expected.charAt(0) - '0' == status / 100
                : expected.equals(String.valueOf(status));
    }
}
