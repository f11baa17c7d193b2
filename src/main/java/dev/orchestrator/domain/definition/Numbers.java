package dev.orchestrator.domain.definition;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers as JSON and people write them, exact and safe to compare whatever their size. */
final class Numbers {
    /** Longer text is no number: parsing takes time quadratic in the length. */
    private static final int LONGEST = 400;

    private Numbers() {}

    /** The value of a number, or of text that reads as one; null for anything else. */
    static @Nullable BigDecimal of(@Nullable Object value) {
        if (value instanceof String text) {
            return parse(text.strip());
        }
        return ofNumber(value);
    }

    /** The value of a number; null for anything else, for NaN and for infinity. */
    static @Nullable BigDecimal ofNumber(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        return value instanceof Number number && isPrimitive(number) ? new BigDecimal(number.toString()) : null;
    }

    /** Tells whether it is one of the JDK's own small numbers, whose text is that of a decimal. */
    private static boolean isPrimitive(Number number) {
        return number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || ((number instanceof Double || number instanceof Float) && JsonText.isFinite(number));
    }

    /** Parses a decimal number such as {@code -1}, {@code 2.50} or {@code 1e3}; null when the text is none. */
    static @Nullable BigDecimal parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST || !startsNumber(text.charAt(0))) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** An {@code Integer}, {@code Long} or {@code BigInteger} for a whole number written as one, else the decimal. */
    static Number plain(BigDecimal number) {
        if (number.scale() != 0) {
            return number;
        }
        BigInteger whole = number.toBigInteger();
        if (whole.bitLength() < Integer.SIZE) {
            return whole.intValue();
        }
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }

    private static boolean startsNumber(char unit) {
        return (unit >= '0' && unit <= '9') || unit == '-' || unit == '+' || unit == '.';
    }
}
