package org.dharmic.telos.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dharmic.telos.Development;
import org.dharmic.telos.Orientation;
import org.dharmic.telos.TelosRefused;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The text of a telos file and what it says. A change is made in the tree of the text, so that unknown keys, their order
 * and the comments of the owner stay. Immutable.
 */
final class TelosDocument {

    /** Far above any telos written by hand; keeps a wrong path (a log, a disk image) out of memory. */
    static final int MAX_BYTES = 1 << 20;

    private static final String ULTIMATE = "ultimate";
    private static final String PROXIMATE = "proximate";
    private static final String CURRENT = "current";
    private static final String UPDATED = "updated";
    private static final String REASON_FOR_UPDATE = "reason_for_update";
    private static final String DEVELOPMENT = "development";

    private final String text;
    private final Map<String, Object> content;
    private final Orientation orientation;
    private final List<Development> history;

    private TelosDocument(String text, Map<String, Object> content, String source) {
        this.text = text;
        this.content = content;
        this.orientation = orientation(content, source);
        this.history = history(content, source);
    }

    /**
     * Reads a telos.
     *
     * @param source names the file in messages
     * @throws TelosRefused when it is not one; the message says what is missing or wrong
     */
    static TelosDocument parse(byte[] bytes, String source) {
        if (bytes.length > MAX_BYTES) {
            throw new TelosRefused(source + " is " + bytes.length + " bytes, a telos has at most " + MAX_BYTES
                    + ": is it the right file?");
        }
        String text = decode(bytes, source);
        return new TelosDocument(text, load(text, source), source);
    }

    /** A telos written for the first time. */
    static TelosDocument create(
            String ultimateAim, String description, List<String> aims, String timestamp, String source) {
        Node root = map(
                entry(
                        ULTIMATE,
                        map(
                                entry("aim", string(ultimateAim)),
                                entry("description", string(description)),
                                entry("immutable", new ScalarNode(Tag.BOOL, "true", ScalarStyle.PLAIN)))),
                entry(
                        PROXIMATE,
                        map(
                                entry(CURRENT, strings(aims)),
                                entry(UPDATED, string(timestamp)),
                                entry(REASON_FOR_UPDATE, string("Initial telos")))),
                entry("attractors", new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.FLOW)),
                entry(
                        DEVELOPMENT,
                        list(List.of(map(
                                entry("timestamp", string(timestamp)),
                                entry("note", string("Initial telos")),
                                entry("previous", new ScalarNode(Tag.NULL, "null", ScalarStyle.PLAIN)),
                                entry("change", string("creation")))))));
        String text = write(root);
        return new TelosDocument(text, load(text, source), source);
    }

    /** This document with other proximate aims and one more entry in its history. */
    TelosDocument evolved(List<String> aims, String reason, String timestamp, String source) {
        MappingNode root = (MappingNode) compose(text, source);
        MappingNode proximate = (MappingNode) value(root, PROXIMATE).orElseThrow();
        put(proximate, CURRENT, strings(aims));
        put(proximate, UPDATED, string(timestamp));
        put(proximate, REASON_FOR_UPDATE, string(reason));
        MappingNode change = map(
                entry("timestamp", string(timestamp)),
                entry("previous", strings(orientation.proximateAims())),
                entry("new", strings(aims)),
                entry("reason", string(reason)));
        List<Node> changes = new ArrayList<>();
        value(root, DEVELOPMENT)
                .filter(SequenceNode.class::isInstance)
                .ifPresent(before -> changes.addAll(((SequenceNode) before).getValue()));
        changes.add(change);
        put(root, DEVELOPMENT, list(changes));

        String changed = write(root);
        TelosDocument next = new TelosDocument(changed, load(changed, source), source);
        next.requireOnlyEvolvedFrom(this, aims, reason, source);
        return next;
    }

    /** Writing must not lose or bend anything of the owner's: read back what would be written before it is. */
    private void requireOnlyEvolvedFrom(TelosDocument before, List<String> aims, String reason, String source) {
        boolean asMeant = orientation.proximateAims().equals(aims)
                && orientation.reasonForUpdate().equals(reason)
                && history.size() == before.history.size() + 1
                && history.subList(0, before.history.size()).equals(before.history)
                && others(content).equals(others(before.content));
        if (!asMeant) {
            throw new TelosRefused(source + " cannot be rewritten without changing more than the proximate aims;"
                    + " simplify its layout (comments inside brackets, aliases), then try again");
        }
    }

    private static Map<String, Object> others(Map<String, Object> content) {
        Map<String, Object> others = new LinkedHashMap<>(content);
        others.remove(DEVELOPMENT);
        if (others.get(PROXIMATE) instanceof Map<?, ?> proximate) {
            Map<Object, Object> rest = new LinkedHashMap<>(proximate);
            rest.keySet().removeAll(List.of(CURRENT, UPDATED, REASON_FOR_UPDATE));
            others.put(PROXIMATE, rest);
        }
        return others;
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Orientation orientation() {
        return orientation;
    }

    List<Development> history() {
        return history;
    }

    // ---- what it says

    private static Orientation orientation(Map<String, Object> content, String source) {
        Map<?, ?> ultimate = section(content, ULTIMATE, source);
        Map<?, ?> proximate = section(content, PROXIMATE, source);
        String aim = text(ultimate.get("aim"));
        if (aim.isBlank()) {
            throw new TelosRefused(source + ": ultimate.aim is missing or blank; it says what everything else serves");
        }
        if (ultimate.containsKey("immutable") && !Boolean.TRUE.equals(ultimate.get("immutable"))) {
            throw new TelosRefused(
                    source + ": ultimate.immutable must be true, was '" + text(ultimate.get("immutable")) + "'");
        }
        List<String> aims = strings(proximate.get(CURRENT), source, "proximate.current");
        if (aims.isEmpty()) {
            throw new TelosRefused(source + ": proximate.current must be a list with at least one aim");
        }
        if (aims.stream().anyMatch(String::isBlank)) {
            throw new TelosRefused(source + ": proximate.current must not contain a blank aim");
        }
        Map<String, String> attractors = new LinkedHashMap<>();
        Object named = content.get("attractors");
        if (named instanceof Map<?, ?> map) {
            map.forEach((name, what) -> attractors.put(text(name), text(what)));
        } else if (named != null) {
            throw new TelosRefused(source + ": attractors must be a map of names and texts");
        }
        return new Orientation(
                aim,
                text(ultimate.get("description")),
                aims,
                text(proximate.get(UPDATED)),
                text(proximate.get(REASON_FOR_UPDATE)),
                attractors);
    }

    private static List<Development> history(Map<String, Object> content, String source) {
        Object changes = content.get(DEVELOPMENT);
        if (changes == null) {
            return List.of();
        }
        if (!(changes instanceof List<?> list)) {
            throw new TelosRefused(source + ": development must be a list");
        }
        List<Development> history = new ArrayList<>();
        for (Object change : list) {
            if (!(change instanceof Map<?, ?> entry)) {
                throw new TelosRefused(source + ": every entry of development must be a map, was '" + change + "'");
            }
            String reason = text(entry.get("reason"));
            history.add(new Development(
                    text(entry.get("timestamp")),
                    strings(entry.get("previous"), source, "development.previous"),
                    strings(entry.get("new"), source, "development.new"),
                    reason.isEmpty() ? text(entry.get("note")) : reason));
        }
        return List.copyOf(history);
    }

    private static Map<?, ?> section(Map<String, Object> content, String key, String source) {
        Object section = content.get(key);
        if (section instanceof Map<?, ?> map) {
            return map;
        }
        throw new TelosRefused(source + ": the section '" + key + "' is missing or not a map");
    }

    private static List<String> strings(Object value, String source, String key) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof String one) {
            return List.of(one.strip());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(TelosDocument::text).toList();
        }
        throw new TelosRefused(source + ": " + key + " must be a list of texts");
    }

    private static String text(Object value) {
        return Objects.toString(value, "").strip();
    }

    // ---- YAML

    private static String decode(byte[] bytes, String source) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new TelosRefused(source + " is not UTF-8", e);
        }
    }

    private static LoadSettings settings(boolean comments) {
        return LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false)
                .setCodePointLimit(MAX_BYTES)
                .setMaxAliasesForCollections(20)
                .setParseComments(comments)
                .build();
    }

    private static Node compose(String text, String source) {
        try {
            return new Compose(settings(true))
                    .composeString(text)
                    .orElseThrow(() -> new TelosRefused(source + " is empty"));
        } catch (YamlEngineException e) {
            throw malformed(source, e);
        }
    }

    private static Map<String, Object> load(String text, String source) {
        LoadSettings settings = settings(false);
        Object loaded;
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            loaded = new StandardConstructor(settings).constructSingleDocument(root);
        } catch (YamlEngineException e) {
            throw malformed(source, e);
        }
        if (loaded == null) {
            throw new TelosRefused(source + " is empty");
        }
        if (!(loaded instanceof Map<?, ?> map)) {
            throw new TelosRefused(source + " is not a map with the sections ultimate and proximate");
        }
        Map<String, Object> content = new LinkedHashMap<>();
        map.forEach((key, value) -> content.put(text(key), value));
        return content;
    }

    private static TelosRefused malformed(String source, YamlEngineException e) {
        return new TelosRefused(
                source + " is not well-formed YAML: "
                        + Objects.toString(e.getMessage(), "")
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .limit(4)
                                .reduce((a, b) -> a + ", " + b)
                                .orElse(e.getClass().getSimpleName()),
                e);
    }

    private static String write(Node root) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setUseUnicodeEncoding(true)
                .setDumpComments(true)
                .setSplitLines(false)
                .build();
        return new Present(settings)
                .emitToString(new Serialize(settings).serializeOne(root).iterator());
    }

    private static Optional<Node> value(MappingNode map, String key) {
        return map.getValue().stream()
                .filter(tuple -> isKey(tuple, key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private static void put(MappingNode map, String key, Node value) {
        List<NodeTuple> tuples = new ArrayList<>(map.getValue());
        for (int i = 0; i < tuples.size(); i++) {
            if (isKey(tuples.get(i), key)) {
                tuples.set(i, new NodeTuple(tuples.get(i).getKeyNode(), value));
                map.setValue(tuples);
                return;
            }
        }
        tuples.add(entry(key, value));
        map.setValue(tuples);
    }

    private static boolean isKey(NodeTuple tuple, String key) {
        return tuple.getKeyNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(key);
    }

    private static NodeTuple entry(String key, Node value) {
        return new NodeTuple(new ScalarNode(Tag.STR, key, ScalarStyle.PLAIN), value);
    }

    /** Quoted: a YAML 1.1 reader would take a bare {@code no} or a time stamp for something else than text. */
    private static Node string(String value) {
        return new ScalarNode(Tag.STR, value, ScalarStyle.DOUBLE_QUOTED);
    }

    private static Node strings(List<String> values) {
        return list(values.stream().map(TelosDocument::string).toList());
    }

    private static Node list(List<? extends Node> values) {
        return new SequenceNode(Tag.SEQ, new ArrayList<>(values), FlowStyle.BLOCK);
    }

    private static MappingNode map(NodeTuple... entries) {
        return new MappingNode(Tag.MAP, new ArrayList<>(List.of(entries)), FlowStyle.BLOCK);
    }
}
