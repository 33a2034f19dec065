package org.dharmic.strangememory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The layers; each is one append-only JSONL file with the given fields. */
public enum Layer {
    OBSERVATIONS("observations", List.of("content")),
    META_OBSERVATIONS("meta_observations", List.of("quality", "notes")),
    PATTERNS("patterns", List.of("pattern_name", "description")),
    META_PATTERNS("meta_patterns", List.of("pattern_about", "observation", "shift_type")),
    DEVELOPMENT("development", List.of("what_changed", "how", "significance")),
    WITNESS_STABILITY("witness_stability", List.of("quality", "genuine_confidence"));

    private final String fileName;
    private final List<String> required;

    Layer(String fileName, List<String> required) {
        this.fileName = fileName;
        this.required = required;
    }

    /** Name for people and files, without {@code .jsonl}. */
    public String fileName() {
        return fileName;
    }

    /** Fields an entry must have. */
    public List<String> required() {
        return required;
    }

    /** The layer of this name, in any spelling of case and dashes. */
    public static Layer of(String name) {
        String wanted = name.strip().toLowerCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(layer -> layer.fileName.equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no layer '" + name + "', expected one of "
                        + Arrays.stream(values()).map(Layer::fileName).collect(Collectors.joining(", "))));
    }
}
