package org.dharmic.swap.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dharmic.launcher.instance.Json;
import org.dharmic.support.files.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came of each file, across restarts: {@code deploy.json}. Written after each outcome; when that is lost, a jar that
 * runs already is recognised as such and one that was refused is tried once more. Not safe for many threads.
 */
final class Ledger {

    static final int VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final Path file;
    private final SortedMap<String, Entry> entries = new TreeMap<>();

    /** How often an exchange of a content was begun without an end. */
    private final Map<String, Long> begun = new HashMap<>();

    private boolean dirty;

    private Ledger(Path file) {
        this.file = file;
    }

    /** A ledger that cannot be understood is laid aside, not overwritten. */
    static Ledger open(Path file) throws IOException {
        Ledger ledger = new Ledger(file);
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return ledger;
        } catch (java.nio.charset.CharacterCodingException e) {
            text = "";
        }
        try {
            Map<String, Object> root = Json.object(text).orElseThrow(() -> new IllegalArgumentException("no JSON"));
            if (!Long.valueOf(VERSION).equals(root.get("version"))) {
                throw new IllegalArgumentException("version must be " + VERSION + ", was " + root.get("version"));
            }
            ((Map<?, ?>) root.getOrDefault("begun", Map.of()))
                    .forEach((sha256, times) -> ledger.begun.put((String) sha256, (Long) times));
            for (Object each : (List<?>) root.get("files")) {
                Entry entry = read((Map<?, ?>) each);
                ledger.entries.put(entry.file(), entry);
            }
        } catch (IllegalArgumentException | ClassCastException | NullPointerException | java.time.DateTimeException e) {
            Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            ledger.entries.clear();
            ledger.begun.clear();
            LOG.warn(
                    "{} cannot be understood ({}) and lies in {} now; what runs already is found out anew",
                    file,
                    e.getMessage(),
                    aside);
        }
        return ledger;
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    List<Entry> all() {
        return List.copyOf(entries.values());
    }

    void put(Entry entry) {
        dirty |= !entry.equals(entries.put(entry.file(), entry));
    }

    /** Unless another has taken its place. */
    void remove(Entry entry) {
        dirty |= entries.remove(entry.file(), entry);
    }

    /** To be saved before an exchange: a jar that takes the process down with it must not do so with every start. */
    void begin(Collection<String> contents) {
        begun.keySet().retainAll(contents);
        contents.forEach(sha256 -> begun.merge(sha256, 1L, Long::sum));
        dirty = true;
    }

    /** The exchange has ended, whichever way. */
    void end() {
        dirty |= !begun.isEmpty();
        begun.clear();
    }

    /** How often the process ended in the middle of an exchange of this content. */
    long interrupted(String sha256) {
        return begun.getOrDefault(sha256, 0L);
    }

    /** Durable on return; does nothing when nothing has changed. When it fails the next call tries again. */
    void save() throws IOException {
        if (!dirty) {
            return;
        }
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", VERSION);
        root.put("begun", new TreeMap<>(begun));
        root.put("files", entries.values().stream().map(Ledger::write).toList());
        PrivateFiles.replace(file, Json.write(root) + "\n");
        dirty = false;
    }

    private static Map<String, Object> write(Entry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("file", entry.file());
        map.put("size", entry.stamp().size());
        map.put("modified", entry.stamp().modified().toString());
        map.put("inode", entry.stamp().inode());
        map.put("sha256", entry.jar().sha256());
        map.put("symbolic_name", entry.jar().symbolicName());
        map.put("bundle_version", entry.jar().version());
        map.put("outcome", entry.outcome().name());
        map.put("exchange", entry.exchange());
        map.put("at", entry.at().toString());
        map.put("set", entry.set());
        map.put("reasons", entry.reasons());
        entry.brought().ifPresent(brought -> {
            Map<String, Object> inner = new LinkedHashMap<>();
            inner.put("exchange", brought.exchange());
            inner.put("symbolic_name", brought.symbolicName());
            inner.put("bundle_version", brought.version());
            inner.put("sha256", brought.sha256());
            inner.put("installed", brought.installed());
            map.put("brought", inner);
        });
        return map;
    }

    private static Entry read(Map<?, ?> map) {
        Optional<Entry.Brought> brought = Optional.ofNullable((Map<?, ?>) map.get("brought"))
                .map(inner -> new Entry.Brought(
                        text(inner, "exchange"),
                        text(inner, "symbolic_name"),
                        text(inner, "bundle_version"),
                        text(inner, "sha256"),
                        Boolean.TRUE.equals(inner.get("installed"))));
        return new Entry(
                text(map, "file"),
                new Stamp((Long) map.get("size"), Instant.parse(text(map, "modified")), (Long) map.get("inode")),
                new DroppedJar(text(map, "sha256"), text(map, "symbolic_name"), text(map, "bundle_version")),
                FileState.State.valueOf(text(map, "outcome")),
                text(map, "exchange"),
                Instant.parse(text(map, "at")),
                texts(map, "set"),
                texts(map, "reasons"),
                brought);
    }

    private static String text(Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(key + " must be a text, was " + map.get(key));
    }

    private static List<String> texts(Map<?, ?> map, String key) {
        List<String> texts = new ArrayList<>();
        for (Object each : (List<?>) map.get(key)) {
            texts.add((String) each);
        }
        return texts;
    }
}
