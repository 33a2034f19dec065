package org.dharmic.swap.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dharmic.launcher.instance.DurableFile;
import org.dharmic.launcher.instance.StartFailure;
import org.dharmic.launcher.instance.StartList;
import org.dharmic.launcher.instance.StartListText;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.swap.Change;
import org.dharmic.swap.HistoryEntry;
import org.dharmic.swap.Outcome;
import org.dharmic.swap.list.ConfigurationFiles;
import org.dharmic.swap.list.EntryJson;
import org.dharmic.swap.list.History;
import org.dharmic.swap.list.SwapFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of an exchange, so that it can be taken back, and told even when the container was killed in it. */
final class Keeping {

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);
    private static final String INTENT = "exchange.json";
    private static final String LIST = "startup.properties";
    private static final String PIDS = "pids.txt";
    private static final String ETC = "etc";
    private static final String REPLACED = "replaced";

    private final SwapFolder folder;
    private final ConfigurationFiles configuration;
    private final History history;

    Keeping(SwapFolder folder, ConfigurationFiles configuration, History history) {
        this.folder = folder;
        this.configuration = configuration;
        this.history = history;
    }

    /**
     * Before anything is touched.
     *
     * @param intended what the history will say when all goes well
     */
    void begin(HistoryEntry intended, StartListText list, Collection<String> pids) throws IOException {
        Path kept = PrivateFiles.folder(folder.kept(intended.id()));
        configuration.keep(pids, kept.resolve(ETC));
        PrivateFiles.replace(kept.resolve(LIST), list.content());
        PrivateFiles.replace(kept.resolve(PIDS), String.join("\n", new TreeSet<>(pids)) + "\n");
        PrivateFiles.replace(kept.resolve(INTENT), EntryJson.write(intended) + "\n");
    }

    /** Puts the files back that an exchange began with; returns a sentence for each that had changed. */
    List<String> restoreConfiguration(String id, String asideOf) throws IOException {
        Path kept = folder.kept(id);
        return Files.exists(kept.resolve(PIDS))
                ? configuration.restore(
                        pids(id), kept.resolve(ETC), folder.kept(asideOf).resolve(REPLACED))
                : List.of();
    }

    /** Whose configuration an exchange kept. */
    List<String> pids(String id) throws IOException {
        Path file = folder.kept(id).resolve(PIDS);
        return Files.exists(file)
                ? Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                        .filter(line -> !line.isBlank())
                        .toList()
                : List.of();
    }

    /** The start list as it was before an exchange. */
    Optional<StartList> listBefore(String id) {
        try {
            return Optional.of(StartList.read(folder.kept(id).resolve(LIST)));
        } catch (StartFailure e) {
            LOG.debug("No start list is kept of {}", id, e);
            return Optional.empty();
        }
    }

    /** Writes down what a kill kept from being written; the start list says how it ended. */
    void recover(StartList list) throws IOException {
        Set<String> told =
                history.latest(Integer.MAX_VALUE).stream().map(HistoryEntry::id).collect(Collectors.toSet());
        for (String id : ids()) {
            Path intent = folder.kept(id).resolve(INTENT);
            if (!told.contains(id) && Files.exists(intent)) {
                HistoryEntry intended = EntryJson.read(Files.readString(intent, StandardCharsets.UTF_8));
                boolean committed = intended.changes().stream().allMatch(change -> isDone(change, list));
                history.append(new HistoryEntry(
                        id,
                        intended.at(),
                        intended.origin(),
                        committed ? intended.result() : Outcome.Result.PUT_BACK,
                        intended.changes(),
                        intended.undoes(),
                        List.of(
                                committed
                                        ? "the process ended before this was written down; the start list has the new revisions"
                                        : "the process ended in the middle; the next start ran the old revisions"),
                        0,
                        0));
            }
        }
    }

    private static boolean isDone(Change change, StartList list) {
        return change.newLine().map(location -> has(list, location)).orElseGet(() -> change.oldLine()
                .filter(location -> has(list, location))
                .isEmpty());
    }

    private static boolean has(StartList list, String location) {
        return list.lines().stream().anyMatch(line -> line.location().equals(location));
    }

    /** Forgets the oldest, beyond so many. */
    void retain(int count) throws IOException {
        List<String> ids = ids();
        for (String id : ids.subList(0, Math.max(0, ids.size() - count))) {
            // A user's replaced file stays for as long as somebody may look for it: it is the user's.
            if (!Files.exists(folder.kept(id).resolve(REPLACED))) {
                DurableFile.deleteFolder(folder.kept(id));
            }
        }
    }

    private List<String> ids() throws IOException {
        Path all = folder.kept("x").getParent();
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(all)) {
            return folders.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** Every location that the list or a rollback may want. */
    Set<String> neededLocations(StartList list, int versions) {
        Set<String> needed = new HashSet<>(history.recentLocations(versions));
        list.lines().forEach(line -> needed.add(line.location()));
        return needed;
    }
}
