package org.dharmic.itests;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Who holds an object that should have gone: the shortest way from a root of the heap to it, read from a heap dump.
 *
 * <p>What is looked for is marked in the heap by a weak reference of a class of its own, for a dump knows no variables. The
 * format is described in the JDK's {@code heapDumper.cpp}.
 */
final class HeapPath {

    private static final int LONGEST_DUMP = Integer.MAX_VALUE;
    private static final String REFERENT = "referent";

    private final ByteBuffer dump;
    private final int idSize;
    private final Map<Long, String> strings = new HashMap<>();
    private final Map<Long, String> classNames = new HashMap<>();
    private final Map<Long, Type> types = new HashMap<>();
    /** Where each object, array of objects and class begins, and how it is to be read. */
    private final Map<Long, Integer> places = new HashMap<>();

    private final Map<Long, String> roots = new LinkedHashMap<>();

    private record Field(String name, int kind) {}

    private record Type(long parent, List<Field> fields, Map<String, Long> references) {}

    private HeapPath(ByteBuffer dump) {
        this.dump = dump;
        while (dump.get() != 0) {
            // the name of the format
        }
        this.idSize = dump.getInt();
        dump.getLong(); // when it was written
    }

    /**
     * Dumps the heap and finds the way to each referent of the weak references of a class.
     *
     * @param file is written anew and stays
     * @return one text for each referent that is still there, root first
     */
    static List<String> toReferentsOf(Class<?> marker, Path file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > LONGEST_DUMP) {
                return List.of(file + " is too large to be read here");
            }
            HeapPath heap = new HeapPath(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
            heap.index();
            return heap.ways(marker.getName());
        }
    }

    // ---- where everything is

    private void index() {
        while (dump.hasRemaining()) {
            int tag = dump.get();
            dump.getInt();
            int length = dump.getInt();
            int end = dump.position() + length;
            if (tag == 0x01) {
                long id = id();
                byte[] text = new byte[length - idSize];
                dump.get(text);
                strings.put(id, new String(text, StandardCharsets.UTF_8));
            } else if (tag == 0x02) {
                dump.getInt();
                long id = id();
                dump.getInt();
                classNames.put(id, strings.get(id()).replace('/', '.'));
            } else if (tag == 0x0C || tag == 0x1C) {
                while (dump.position() < end) {
                    indexNext();
                }
            }
            dump.position(end);
        }
    }

    private void indexNext() {
        int place = dump.position();
        int tag = dump.get() & 0xFF;
        switch (tag) {
            case 0x01 -> root("a native method", idSize);
            case 0x02 -> root("a native method", 8);
            case 0x03 -> root("a variable on a stack", 8);
            case 0x04 -> root("a native stack", 4);
            case 0x05 -> root("the JVM (class)", 0);
            case 0x06 -> root("a native stack", 4);
            case 0x07 -> root("a monitor", 0);
            case 0x08 -> root("a living thread", 8);
            case 0xFF -> root("the JVM", 0);
            case 0x20 -> indexClass(place);
            case 0x21 -> {
                places.put(id(), place);
                skip(4 + idSize);
                skip(dump.getInt());
            }
            case 0x22 -> {
                places.put(id(), place);
                skip(4);
                int length = dump.getInt();
                skip(idSize + length * idSize);
            }
            case 0x23 -> {
                places.put(id(), place);
                skip(4);
                int length = dump.getInt();
                skip(length * size(dump.get()));
            }
            default -> throw new IllegalStateException("unknown record " + tag + " in the dump");
        }
    }

    private void root(String kind, int rest) {
        roots.putIfAbsent(id(), kind);
        skip(rest);
    }

    private void indexClass(int place) {
        long id = id();
        places.put(id, place);
        skip(4);
        long parent = id();
        Map<String, Long> references = new LinkedHashMap<>();
        references.put("<class loader>", id());
        references.put("<signers>", id());
        references.put("<protection domain>", id());
        skip(2 * idSize + 4);
        for (int left = dump.getShort() & 0xFFFF; left > 0; left--) {
            skip(2);
            skip(size(dump.get()));
        }
        for (int left = dump.getShort() & 0xFFFF; left > 0; left--) {
            String name = "static " + strings.get(id());
            int kind = dump.get();
            if (kind == 2) {
                references.put(name, id());
            } else {
                skip(size(kind));
            }
        }
        List<Field> fields = new ArrayList<>();
        for (int left = dump.getShort() & 0xFFFF; left > 0; left--) {
            String name = strings.get(id());
            fields.add(new Field(name, dump.get()));
        }
        types.put(id, new Type(parent, fields, references));
    }

    // ---- the ways

    private List<String> ways(String marker) {
        Set<Long> wanted = new HashSet<>();
        places.forEach((id, place) -> {
            if (dump.get(place) == 0x21 && marker.equals(classNames.get(typeOf(place)))) {
                references(id, true, (name, to) -> {
                    if (name.equals(REFERENT) && to != 0) {
                        wanted.add(to);
                    }
                });
            }
        });
        Map<Long, Long> from = new HashMap<>();
        Deque<Long> next = new ArrayDeque<>();
        roots.keySet().forEach(root -> {
            from.put(root, 0L);
            next.add(root);
        });
        List<String> ways = new ArrayList<>();
        while (!next.isEmpty() && !wanted.isEmpty()) {
            long id = next.poll();
            if (wanted.remove(id)) {
                ways.add(way(id, from));
            }
            references(id, false, (name, to) -> {
                if (to != 0 && from.putIfAbsent(to, id) == null) {
                    next.add(to);
                }
            });
        }
        wanted.forEach(id -> ways.add(describe(id) + " is held by no root: a later collection takes it"));
        return ways;
    }

    private String way(long target, Map<Long, Long> from) {
        List<String> steps = new ArrayList<>();
        long id = target;
        while (from.get(id) != 0) {
            long holder = from.get(id);
            long held = id;
            List<String> names = new ArrayList<>();
            references(holder, false, (name, to) -> {
                if (to == held) {
                    names.add(name);
                }
            });
            steps.add("  ." + (names.isEmpty() ? "?" : names.get(0)) + " -> " + describe(held));
            id = holder;
        }
        steps.add(roots.get(id) + ": " + describe(id));
        Collections.reverse(steps);
        return String.join("\n", steps);
    }

    private String describe(long id) {
        if (types.containsKey(id)) {
            return "class " + classNames.get(id);
        }
        Integer place = places.get(id);
        if (place == null) {
            return "?";
        }
        String type = classNames.getOrDefault(typeOf(place), "array");
        StringBuilder text = new StringBuilder(type);
        references(id, false, (name, to) -> {
            if (name.equals("name") && to != 0) {
                text.append(" \"").append(text(to)).append('"');
            }
        });
        return text.toString();
    }

    private String text(long string) {
        StringBuilder text = new StringBuilder();
        references(string, false, (name, to) -> {
            Integer place = places.get(to);
            if (name.equals("value") && place != null && dump.get(place) == 0x23) {
                byte[] bytes = new byte[dump.getInt(place + 1 + idSize + 4)];
                dump.get(place + 1 + idSize + 4 + 4 + 1, bytes);
                text.append(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        });
        return text.toString();
    }

    /** Everything an object holds; what is weak only on demand. */
    private void references(long id, boolean weakToo, BiConsumer<String, Long> each) {
        Integer place = places.get(id);
        if (place == null) {
            return;
        }
        switch (dump.get(place)) {
            case 0x20 -> {
                each.accept("<super>", types.get(id).parent());
                types.get(id).references().forEach(each);
            }
            case 0x21 -> {
                int at = place + 1 + idSize + 4 + idSize + 4;
                each.accept("<class>", typeOf(place));
                for (long type = typeOf(place);
                        type != 0;
                        type = types.get(type).parent()) {
                    boolean weak = "java.lang.ref.Reference".equals(classNames.get(type));
                    for (Field field : types.get(type).fields()) {
                        if (field.kind() == 2
                                && (weakToo || !weak || !field.name().equals(REFERENT))) {
                            each.accept(field.name(), dump.getLong(at));
                        }
                        at += size(field.kind());
                    }
                }
            }
            case 0x22 -> {
                int length = dump.getInt(place + 1 + idSize + 4);
                int at = place + 1 + idSize + 8 + idSize;
                for (int i = 0; i < length; i++) {
                    each.accept("[" + i + "]", dump.getLong(at + i * idSize));
                }
            }
            default -> {
                // An array of numbers holds nothing.
            }
        }
    }

    private long typeOf(int place) {
        int tag = dump.get(place);
        return switch (tag) {
            case 0x21 -> dump.getLong(place + 1 + idSize + 4);
            case 0x22 -> dump.getLong(place + 1 + idSize + 8);
            default -> 0;
        };
    }

    // ---- reading

    private long id() {
        return dump.getLong(); // 8 bytes in every 64 bit JVM
    }

    private void skip(int bytes) {
        dump.position(dump.position() + bytes);
    }

    private int size(int kind) {
        return switch (kind) {
            case 2 -> idSize;
            case 4, 8 -> 1;
            case 5, 9 -> 2;
            case 6, 10 -> 4;
            case 7, 11 -> 8;
            default -> throw new IllegalStateException("unknown kind " + kind + " in the dump");
        };
    }
}
