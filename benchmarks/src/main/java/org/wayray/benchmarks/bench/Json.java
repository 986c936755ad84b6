package org.wayray.benchmarks.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of JSON, written on one line in the order in which its members were put. Numbers have five digits that count; one that
 * is not known is null. Not thread-safe.
 */
final class Json {
    private static final MathContext DIGITS = new MathContext(5, RoundingMode.HALF_UP);

    private final Map<String, String> members = new LinkedHashMap<>();

    Json put(String name, String text) {
        members.put(name, quoted(text));
        return this;
    }

    /** @param number NaN if it is not known */
    Json put(String name, double number) {
        members.put(name, Double.isFinite(number) ? plain(number) : "null");
        return this;
    }

    Json put(String name, long number) {
        members.put(name, Long.toString(number));
        return this;
    }

    Json put(String name, @Nullable Json object) {
        members.put(name, object == null ? "null" : object.toString());
        return this;
    }

    /** A member as it is written; empty if there is none, or it is null. */
    Optional<String> member(String name) {
        return Optional.ofNullable(members.get(name)).filter(value -> !value.equals("null"));
    }

    private static String plain(double number) {
        var rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(character -> {
            switch (character) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (character < ' ') {
                        quoted.append(String.format("\\u%04x", character));
                    } else {
                        quoted.append((char) character);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        var text = new StringBuilder("{");
        members.forEach((name, value) -> {
            if (text.length() > 1) {
                text.append(", ");
            }
            text.append(quoted(name)).append(": ").append(value);
        });
        return text.append('}').toString();
    }
}
