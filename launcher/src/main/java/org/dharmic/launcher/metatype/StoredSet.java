package org.dharmic.launcher.metatype;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The text form of a set: one line for each value, {@code <type><TAB><key><TAB><value>}; a type in brackets marks an
 * element of an array, and a line without a value an empty array.
 */
public final class StoredSet {

    private static final String HEAD = "# dharmic configuration set 1\n";

    private enum Type {
        STRING(String.class),
        INTEGER(Integer.class),
        LONG(Long.class),
        SHORT(Short.class),
        BYTE(Byte.class),
        DOUBLE(Double.class),
        FLOAT(Float.class),
        BOOLEAN(Boolean.class),
        CHARACTER(Character.class);

        final Class<?> javaType;

        Type(Class<?> javaType) {
            this.javaType = javaType;
        }

        Object read(String text) {
            return switch (this) {
                case STRING -> text;
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case BYTE -> Byte.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case CHARACTER -> text.charAt(0);
            };
        }

        static Optional<Type> of(Class<?> type) {
            for (Type each : values()) {
                if (each.javaType == type) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }

    /** How the last good set of a PID is named: {@link #fileName} with this. */
    public static final String SUFFIX = ".good";

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._~-]");

    private StoredSet() {}

    /** A file for a PID in the folder that config-guard keeps. */
    public static String fileName(String pid, String suffix) {
        return UNSAFE.matcher(pid).replaceAll("_") + suffix;
    }

    /** Empty when a value has a type that configuration files do not know. */
    public static Optional<String> write(Map<String, Object> set) {
        StringBuilder text = new StringBuilder(HEAD);
        for (Map.Entry<String, Object> entry : new TreeMap<>(set).entrySet()) {
            Object value = entry.getValue();
            Class<?> type = value.getClass();
            Optional<Type> known = Type.of(type.isArray() ? type.getComponentType() : type);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            String key = escape(entry.getKey());
            if (type.isArray()) {
                String head = "[" + known.get().name() + "]\t" + key;
                if (Array.getLength(value) == 0) {
                    text.append(head).append('\n');
                }
                for (int i = 0; i < Array.getLength(value); i++) {
                    text.append(head)
                            .append('\t')
                            .append(escape(Array.get(value, i).toString()))
                            .append('\n');
                }
            } else {
                text.append(known.get().name()).append('\t').append(key).append('\t');
                text.append(escape(value.toString())).append('\n');
            }
        }
        return Optional.of(text.toString());
    }

    /** @throws IOException when the text was not written by {@link #write} */
    public static Map<String, Object> read(String text) throws IOException {
        if (!text.startsWith(HEAD) || !text.endsWith("\n")) {
            throw new IOException("not a whole configuration set");
        }
        Map<String, Object> set = new LinkedHashMap<>();
        Map<String, List<Object>> arrays = new LinkedHashMap<>();
        Map<String, Type> arrayTypes = new LinkedHashMap<>();
        try {
            for (String line : text.substring(HEAD.length()).split("\n")) {
                if (line.isEmpty()) {
                    continue;
                }
                String[] parts = line.split("\t", 3);
                String key = unescape(parts[1]);
                if (parts[0].startsWith("[")) {
                    Type type = Type.valueOf(parts[0].substring(1, parts[0].length() - 1));
                    arrayTypes.put(key, type);
                    List<Object> values = arrays.computeIfAbsent(key, each -> new ArrayList<>());
                    if (parts.length == 3) {
                        values.add(type.read(unescape(parts[2])));
                    }
                } else {
                    set.put(key, Type.valueOf(parts[0]).read(unescape(parts[2])));
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("not a configuration set: " + e.getMessage(), e);
        }
        arrays.forEach((key, values) ->
                set.put(key, values.toArray((Object[]) Array.newInstance(arrayTypes.get(key).javaType, 0))));
        return set;
    }

    /** Equal for equal sets; says nothing about what is in them. */
    public static String fingerprint(String owner, Map<String, Object> set) {
        String text = owner + "\n" + write(set).orElseGet(() -> new TreeMap<>(set).toString());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    public static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    public static String unescape(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            i++;
            plain.append(
                    switch (text.charAt(i)) {
                        case 't' -> '\t';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> text.charAt(i);
                    });
        }
        return plain.toString();
    }
}
