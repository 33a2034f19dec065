package org.dharmic.strangememory.jsonl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.dharmic.strangememory.Entry;

/** An entry as a line, and back. The writer knows one version; the reader also takes lines that name none. */
final class EntryFormat {

    /** A line as it was read. */
    record Parsed(Entry entry, String key) {}

    static final int VERSION = 1;

    /** Longer lines are neither written nor read. */
    static final int MAX_LINE = 1 << 20;

    private static final String TIMESTAMP = "timestamp";
    private static final String INSTANT = "instant";
    private static final String FORMAT = "format";
    private static final String KEY = "key";

    /** Fields of a line that are no content. */
    static final Set<String> BOOKKEEPING = Set.of(TIMESTAMP, INSTANT, FORMAT, KEY);

    /** As Python's {@code isoformat()} writes it: local, without offset, six digits after the second. */
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    private static final Pattern OFFSET = Pattern.compile("(Z|[+-]\\d\\d:?\\d\\d)$");

    // Python's json module writes NaN and Infinity: old lines with them stay readable.
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final ObjectReader READER = JSON.readerFor(new TypeReference<LinkedHashMap<String, Object>>() {});
    private static final ObjectWriter WRITER = JSON.writer();

    private EntryFormat() {}

    /**
     * The line with its line feed.
     *
     * @throws IllegalArgumentException when a value is no JSON value, or the line would be too long
     */
    static byte[] line(Instant at, ZoneId zone, String key, Map<String, Object> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(TIMESTAMP, LOCAL.format(LocalDateTime.ofInstant(at, zone)));
        line.putAll(fields);
        line.put(INSTANT, at.toString());
        line.put(FORMAT, VERSION);
        if (!key.isBlank()) {
            line.put(KEY, key);
        }
        byte[] bytes;
        try {
            bytes = (WRITER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a value cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
        if (bytes.length > MAX_LINE) {
            throw new IllegalArgumentException(
                    "an entry may have at most " + MAX_LINE + " bytes as a line, had " + bytes.length);
        }
        return bytes;
    }

    /** The entry in a line; empty when it cannot be read. */
    static Optional<Parsed> parse(byte[] line, ZoneId zone) {
        Map<String, Object> fields;
        try {
            fields = READER.readValue(line);
        } catch (IOException e) {
            // Damage is expected here; the caller counts it and keeps the bytes.
            return Optional.empty();
        }
        if (fields == null || (fields.get(FORMAT) instanceof Number version && version.intValue() > VERSION)) {
            return Optional.empty();
        }
        Instant at = at(fields, zone);
        String key = fields.get(KEY) instanceof String given ? given : "";
        fields.keySet().removeAll(BOOKKEEPING);
        return Optional.of(new Parsed(new Entry(at, fields), key));
    }

    /** Such lines are no entries, and no damage. */
    static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return false;
            }
        }
        return true;
    }

    /** The key of a line, empty without one: much cheaper than all of the line. */
    static String key(byte[] line) {
        String key = "";
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals(KEY) && value == JsonToken.VALUE_STRING) {
                    key = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            return parser.currentToken() == JsonToken.END_OBJECT ? key : "";
        } catch (IOException e) {
            // Damage is expected here, as in parse.
            return "";
        }
    }

    /** A line without a time that can be read is still worth reading: it stands at the beginning of time. */
    private static Instant at(Map<String, Object> fields, ZoneId zone) {
        return instant(fields.get(INSTANT), zone)
                .or(() -> instant(fields.get(TIMESTAMP), zone))
                .orElse(Instant.EPOCH);
    }

    private static Optional<Instant> instant(Object value, ZoneId zone) {
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        try {
            String iso = text.strip().replace(' ', 'T');
            return Optional.of(
                    OFFSET.matcher(iso).find()
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
