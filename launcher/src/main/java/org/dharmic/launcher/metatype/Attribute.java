package org.dharmic.launcher.metatype;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a room says about one key in its metatype.
 *
 * @param description what it means, its unit and range; ends with {@link #RESTART} unless a change takes effect at once
 * @param defaults the default; empty when there is none, several for an array
 * @param cardinality 0 for one value, otherwise the most values of an array
 * @param required a value must be there, because there is no default
 * @param min least number, or least length of a text; null for none
 * @param max greatest number, or greatest length of a text; null for none
 * @param options the only values allowed; empty for any
 */
public record Attribute(
        String key,
        Type type,
        String description,
        List<String> defaults,
        int cardinality,
        boolean required,
        BigDecimal min,
        BigDecimal max,
        List<String> options) {

    /** How a description ends when a change waits for a restart of the component. */
    public static final String RESTART = "Takes effect at a restart of this component.";

    private static final List<String> HIDDEN =
            List.of("secret", "password", "passphrase", "token", "credential", "api.key");

    private static final Map<String, String> UNITS = Map.of(
            "seconds", "s",
            "ms", "ms",
            "millis", "ms",
            "minutes", "min",
            "days", "days",
            "bytes", "bytes",
            "mb", "MB",
            "chars", "characters",
            "tokens", "tokens",
            "port", "port");

    /** The types of metatype, each with the words for people. */
    public enum Type {
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

    public Attribute {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(description, "description");
        defaults = List.copyOf(defaults);
        options = List.copyOf(options);
    }

    /** Whether a change takes effect in the running component. */
    public boolean isLive() {
        return !description.endsWith(RESTART);
    }

    /** The unit, which is the last part of a key that has one and sometimes one of those before; empty for none. */
    public String unit() {
        String[] parts = key.split("\\.");
        for (int i = parts.length - 1; i >= 0; i--) {
            String unit = UNITS.get(parts[i]);
            if (unit != null) {
                return unit;
            }
        }
        return "";
    }

    public boolean isNumber() {
        return switch (type) {
            case LONG, INTEGER, SHORT, BYTE, DOUBLE, FLOAT -> true;
            case STRING, CHARACTER, BOOLEAN, PASSWORD -> false;
        };
    }

    /** The least and the greatest value, or the options, as written in tables; empty for any. */
    public String range() {
        if (!options.isEmpty()) {
            return String.join(", ", options);
        }
        if (type == Type.BOOLEAN) {
            return "true, false";
        }
        if (min != null && max != null) {
            return plain(min) + " to " + plain(max);
        }
        return min != null ? plain(min) + " or more" : max != null ? plain(max) + " or less" : "";
    }

    /** The default as it would stand in a file. */
    public String defaultText() {
        return String.join(",", defaults);
    }

    /** Whether a value must not be shown: somebody may have written the secret itself where its reference belongs. */
    public static boolean isHidden(String key, Type type) {
        String lower = key.toLowerCase(Locale.ROOT);
        return type == Type.PASSWORD || type == Type.STRING && HIDDEN.stream().anyMatch(lower::contains);
    }

    /** What would be right, when the text is not; empty when it is. As strict as the conversion of the component runtime. */
    public Optional<String> refuses(String text) {
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

    public String expected() {
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
