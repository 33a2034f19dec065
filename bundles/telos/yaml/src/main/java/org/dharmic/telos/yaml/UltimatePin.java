package org.dharmic.telos.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.telos.Orientation;

/**
 * The ultimate aim as it was when a telos was read for the first time.
 *
 * @param aim the aim
 * @param description what is meant by it
 * @param pinned when, as a UTC instant
 */
record UltimatePin(String aim, String description, String pinned) {

    private static final int FORMAT = 1;
    private static final int MAX_BYTES = TelosDocument.MAX_BYTES * 2;

    static UltimatePin of(Orientation orientation, String pinned) {
        return new UltimatePin(orientation.ultimateAim(), orientation.ultimateDescription(), pinned);
    }

    /** What the orientation says otherwise, as a sentence; empty when it says the same. */
    Optional<String> contradiction(Orientation orientation) {
        if (!orientation.ultimateAim().equals(aim)) {
            return Optional.of(said("ultimate.aim", orientation.ultimateAim(), aim));
        }
        if (!orientation.ultimateDescription().equals(description)) {
            return Optional.of(said("ultimate.description", orientation.ultimateDescription(), description));
        }
        return Optional.empty();
    }

    private String said(String key, String seen, String expected) {
        return key + " says '" + seen + "', expected '" + expected + "' as pinned on " + pinned
                + "; the ultimate aim does not change: put it back";
    }

    /** The pin in a file; empty when there is none. */
    static Optional<UltimatePin> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes and not a pinned ultimate aim");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(Files.readAllBytes(file))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException(file + " is not a JSON object; restore it from a backup");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                fields.put(name, parser.getText());
            }
        }
        if (!fields.containsKey("aim") || !fields.containsKey("description")) {
            throw new IOException(file + " has no aim and description; restore it from a backup");
        }
        return Optional.of(
                new UltimatePin(fields.get("aim"), fields.get("description"), fields.getOrDefault("pinned", "")));
    }

    void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("aim", aim);
            json.writeStringField("description", description);
            json.writeStringField("pinned", pinned);
            json.writeEndObject();
        }
        bytes.write('\n');
        PrivateFiles.replace(file, bytes.toByteArray());
    }
}
