package org.dharmic.swap.list;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every exchange that was tried, a line of JSON for each, only ever appended to. One writer. */
public final class History {

    private static final Logger LOG = LoggerFactory.getLogger(History.class);

    /** An entry has less than a KB for each bundle; more of the past is not looked at. */
    private static final int READ_BYTES = 4 << 20;

    private final Path file;

    public History(Path file) {
        this.file = file;
    }

    /** Durable on return. A torn last line, from a killed write, is cut off before. */
    public synchronized void append(HistoryEntry entry) throws IOException {
        PrivateFiles.folder(file.getParent());
        if (!Files.exists(file)) {
            Files.createFile(file, PrivateFiles.fileMode());
            PrivateFiles.forceFolder(file.getParent());
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long whole = wholeLines(channel);
            if (whole < channel.size()) {
                LOG.warn("{}: a torn line at offset {} is cut off", file, whole);
                channel.truncate(whole);
            }
            channel.position(whole);
            ByteBuffer bytes = ByteBuffer.wrap((EntryJson.write(entry) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static long wholeLines(FileChannel channel) throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }

    /** The latest entries, oldest first. */
    public synchronized List<HistoryEntry> latest(int limit) {
        List<HistoryEntry> entries = new ArrayList<>();
        List<String> lines = lines();
        for (int i = lines.size() - 1; i >= 0 && entries.size() < limit; i--) {
            try {
                entries.add(EntryJson.read(lines.get(i)));
            } catch (IllegalArgumentException e) {
                LOG.warn("{}: a line is passed over: {}", file, e.getMessage());
            }
        }
        Collections.reverse(entries);
        return entries;
    }

    private List<String> lines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - READ_BYTES);
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            int begin = from == 0 ? 0 : text.indexOf('\n') + 1;
            int end = text.lastIndexOf('\n');
            return end < begin ? List.of() : text.substring(begin, end).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /**
     * The latest exchange of a bundle that is still in force: one that was kept, took nothing back itself, and was not taken
     * back. So one rollback after the other leads further and further into the past.
     *
     * @param name symbolic name, or artifact id of a line
     */
    public Optional<HistoryEntry> latestInForce(String name) {
        List<HistoryEntry> all = latest(Integer.MAX_VALUE);
        Set<String> undone = new HashSet<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            HistoryEntry entry = all.get(i);
            if (!inForce(entry)) {
                continue;
            }
            if (!entry.undoes().isEmpty()) {
                undone.add(entry.undoes());
            } else if (!undone.contains(entry.id())
                    && entry.changes().stream().anyMatch(change -> names(change, name))) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    public static boolean inForce(HistoryEntry entry) {
        return entry.result() == Outcome.Result.KEPT || entry.result() == Outcome.Result.AT_RESTART;
    }

    private static boolean names(Change change, String name) {
        return change.symbolicName().equals(name)
                || change.newLine()
                        .or(change::oldLine)
                        .filter(line -> line.split("/")[1].equals(name))
                        .isPresent();
    }

    /** Locations that a rollback may still want: of each bundle those of its latest exchanges. */
    public Set<String> recentLocations(int versions) {
        Set<String> locations = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        List<HistoryEntry> all = latest(Integer.MAX_VALUE);
        for (int i = all.size() - 1; i >= 0; i--) {
            if (!inForce(all.get(i))) {
                continue;
            }
            for (Change change : all.get(i).changes()) {
                if (seen.merge(change.symbolicName(), 1, Integer::sum) <= versions) {
                    change.oldLine().ifPresent(locations::add);
                    change.newLine().ifPresent(locations::add);
                }
            }
        }
        return locations;
    }
}
