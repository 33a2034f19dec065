package org.dharmic.configguard;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a room says about one key in its metatype.
 *
 * @param cardinality 0 for one value, otherwise the most values of an array
 * @param required a value must be there, because there is no default
 * @param min least number, or least length of a text; null for none
 * @param max greatest number, or greatest length of a text; null for none
 * @param options the only values allowed; empty for any
 */
record Attribute(
        String key,
        Type type,
        int cardinality,
        boolean required,
        BigDecimal min,
        BigDecimal max,
        List<String> options) {

    /** The types of metatype, each with the words for people. */
    enum Type {
        STRING("a text"),
        LONG("a whole number"),
        INTEGER("a whole number"),
        SHORT("a whole number"),
        BYTE("a whole number"),
        CHARACTER("one character"),
        DOUBLE("a number"),
        FLOAT("a number"),
        BOOLEAN("true or false"),
        PASSWORD("a text");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** Names of types that are new or old count as text. */
        static Type named(String name) {
            String wanted = name == null ? "" : name.toUpperCase(Locale.ROOT);
            for (Type type : values()) {
                if (type.name().equals(wanted)) {
                    return type;
                }
            }
            return wanted.equals("CHAR") ? CHARACTER : STRING;
        }
    }

    Attribute {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(type, "type");
        options = List.copyOf(options);
    }

    /** What would be right, when the text is not; empty when it is. As strict as the conversion of the component runtime. */
    Optional<String> refuses(String text) {
        if (!options.isEmpty()) {
            return options.contains(text) ? Optional.empty() : Optional.of(expected());
        }
        return accepts(text) ? Optional.empty() : Optional.of(expected());
    }

    private boolean accepts(String text) {
        try {
            return switch (type) {
                case STRING, PASSWORD -> within(BigDecimal.valueOf(text.length()));
                case CHARACTER -> text.length() == 1;
                case BOOLEAN -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
                case LONG -> within(BigDecimal.valueOf(Long.parseLong(text)));
                case INTEGER -> within(BigDecimal.valueOf(Integer.parseInt(text)));
                case SHORT -> within(BigDecimal.valueOf(Short.parseShort(text)));
                case BYTE -> within(BigDecimal.valueOf(Byte.parseByte(text)));
                case DOUBLE, FLOAT -> within(finite(text));
            };
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** NaN and the infinities pass every comparison that a range is made of. */
    private static BigDecimal finite(String text) {
        return BigDecimal.valueOf(Double.parseDouble(text));
    }

    private boolean within(BigDecimal value) {
        return (min == null || value.compareTo(min) >= 0) && (max == null || value.compareTo(max) <= 0);
    }

    String expected() {
        if (!options.isEmpty()) {
            return "one of " + String.join(", ", options);
        }
        String unit = type == Type.STRING || type == Type.PASSWORD ? " characters" : "";
        String words = unit.isEmpty() ? type.words : "a text of";
        if (min != null && max != null) {
            return words + (unit.isEmpty() ? " from " : " ") + plain(min) + " to " + plain(max) + unit;
        }
        if (min != null) {
            return words + (unit.isEmpty() ? " of " : " ") + plain(min) + " or more" + unit;
        }
        if (max != null) {
            return words + (unit.isEmpty() ? " of " : " ") + plain(max) + " or less" + unit;
        }
        return type.words;
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
