package dev.orchestrator.bootstrap;

import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads what is true or false. The framework takes for false whatever it does not know, so a typo would switch things off. */
public final class FlagConverter implements Converter<Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean convert(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "y", "t", "1" -> true;
            case "false", "no", "off", "n", "f", "0" -> false;
            default -> throw new IllegalArgumentException("'" + value + "' is neither true nor false");
        };
    }
}
