package org.dharmic.strangememory.jsonl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.strangememory.Layer;

/**
 * Takes over the layers of another folder. Their lines go before ours as they are, byte for byte; a line that is here
 * already is not taken again, so running it twice changes nothing.
 */
final class Merge {

    private static final int DEPTH = 4;

    /** The lines to be taken over are held in memory. */
    private static final long MAX_BYTES = 64L << 20;

    private final LayeredMemory target;

    Merge(LayeredMemory target) {
        this.target = target;
    }

    /** One line for each file that was found. */
    List<String> from(Path folder) throws IOException {
        List<String> report = new ArrayList<>();
        for (Path file : find(folder)) {
            report.add(merge(file));
        }
        return report;
    }

    private static List<Path> find(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is not a folder");
        }
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean hidden =
                        !dir.equals(folder) && dir.getFileName().toString().startsWith(".");
                return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && layer(file).isPresent()) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                // A corner that cannot be looked into holds nothing to take over.
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        return found;
    }

    private static Optional<Layer> layer(Path file) {
        String name = file.getFileName().toString();
        return Arrays.stream(Layer.values())
                .filter(layer -> name.equals(layer.fileName() + ".jsonl"))
                .findFirst();
    }

    private String merge(Path source) throws IOException {
        LayerFile ours = target.file(layer(source).orElseThrow());
        if (Files.exists(ours.path()) && Files.isSameFile(source, ours.path())) {
            return source + ": used where it is, nothing to take over";
        }
        long size = Files.size(source);
        if (size > MAX_BYTES) {
            return source + ": " + size + " bytes are more than " + MAX_BYTES
                    + "; point the key folder at it to use it where it is";
        }
        Map<String, Integer> here = digests(ours.path());
        List<byte[]> missing = new ArrayList<>();
        int known = 0;
        int unreadable = 0;
        try (ForwardLines lines = new ForwardLines(source, size)) {
            for (Optional<ForwardLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (line.get().isBlank()) {
                    continue;
                }
                Optional<byte[]> bytes = line.get().bytes().map(Merge::withoutReturn);
                if (bytes.isEmpty()
                        || EntryFormat.parse(bytes.get(), ZoneId.systemDefault())
                                .isEmpty()) {
                    unreadable++;
                } else if (here.merge(digest(bytes.get()), -1, Integer::sum) >= 0) {
                    known++;
                } else {
                    byte[] whole = Arrays.copyOf(bytes.get(), bytes.get().length + 1);
                    whole[whole.length - 1] = '\n';
                    missing.add(whole);
                }
            }
        }
        if (!missing.isEmpty()) {
            ours.prepend(missing);
        }
        return source + ": " + missing.size() + " lines taken over, " + known + " were here already, " + unreadable
                + " cannot be read and stay behind";
    }

    /** How often each line is here already. */
    private static Map<String, Integer> digests(Path file) throws IOException {
        Map<String, Integer> digests = new HashMap<>();
        if (Files.exists(file)) {
            try (ForwardLines lines = new ForwardLines(file, Files.size(file))) {
                for (Optional<ForwardLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                    line.get()
                            .bytes()
                            .map(Merge::withoutReturn)
                            .ifPresent(bytes -> digests.merge(digest(bytes), 1, Integer::sum));
                }
            }
        }
        return digests;
    }

    private static byte[] withoutReturn(byte[] line) {
        return line.length > 0 && line[line.length - 1] == '\r' ? Arrays.copyOf(line, line.length - 1) : line;
    }

    private static String digest(byte[] line) {
        try {
            return new String(MessageDigest.getInstance("SHA-256").digest(line), StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
