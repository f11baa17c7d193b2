package dev.orchestrator.adapters.json;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads numbers with a fraction or an exponent without changing their value. */
final class Decimals {
    /** So many characters hold at most 15 digits, which a double always keeps. */
    private static final int SURELY_EXACT = 16;
    /** Powers of ten beyond this would make arithmetic on a short text arbitrarily dear. */
    private static final int LARGEST_EXPONENT = 1_000;

    private Decimals() {}

    /** The number as Double where that is exact, else as BigDecimal; null when its exponent is out of range. */
    static @Nullable Number read(String text) {
        if (text.length() <= SURELY_EXACT && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
            return Double.valueOf(text);
        }
        BigDecimal exact = parse(text);
        if (exact == null || Math.abs((long) exact.precision() - exact.scale()) > LARGEST_EXPONENT) {
            return null;
        }
        double near = exact.doubleValue();
        return Double.isFinite(near) && BigDecimal.valueOf(near).compareTo(exact) == 0 ? (Number) near : exact;
    }

    private static @Nullable BigDecimal parse(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null; // the exponent does not fit an int
        }
    }
}
