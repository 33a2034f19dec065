package org.dharmic.benchmarks;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes one line of JSON, and takes the figures out of one. */
public final class Json {

    private static final Pattern FIGURE = Pattern.compile("\"(\\w+)\"\\s*:\\s*(-?\\d+(?:\\.\\d+)?)(?=\\s*[,}])");

    private Json() {}

    public static String write(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quote(entry.getKey().toString()) + ":" + write(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
        }
        return value == null || value instanceof Number || value instanceof Boolean
                ? String.valueOf(value)
                : quote(value.toString());
    }

    /** Every member of an object whose value is a number, in their order. */
    public static Map<String, Object> numbers(String object) {
        Map<String, Object> numbers = new LinkedHashMap<>();
        Matcher figure = FIGURE.matcher(object);
        while (figure.find()) {
            numbers.put(figure.group(1), new BigDecimal(figure.group(2)));
        }
        return numbers;
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
