package org.dharmic.vault.lucene.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.Shelf;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.VaultSummary;
import org.dharmic.vault.VaultViews;
import org.dharmic.vault.lucene.folder.VaultFolder;

/** The folders with a meaning of their own. Keeps nothing: every answer is read afresh. */
public final class Shelves implements VaultViews {

    /** The vault in which they stand. */
    public interface Source {

        Passage read(String locator);

        List<Note> list(String folder, int limit);

        IndexState state();

        /** Paths of the notes at or below a folder that are in the index, in their order. */
        List<String> indexed(String under);
    }

    private static final int SOME = 5;
    /** A folder of texts that people chose has no more; of a larger one the first by name are seen. */
    private static final int MOST = 10_000;

    private static final int LINEAGE_MAX_BYTES = 200_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private final Source vault;
    private final Roots roots;

    public Shelves(Source vault, Roots roots) {
        this.vault = vault;
        this.roots = roots;
    }

    // ---- lists and texts

    @Override
    public List<Note> crownJewels() {
        return list("view.jewels", roots.jewels()).stream()
                .sorted(Comparator.comparing((Note note) -> name(note.path())).thenComparing(Note::path))
                .toList();
    }

    @Override
    public Passage crownJewel(String name) {
        return read("view.jewels", roots.jewels(), name);
    }

    @Override
    public List<Note> stream(int limit) {
        return newestFirst(list("view.stream", roots.stream())).stream()
                .limit(limit)
                .toList();
    }

    @Override
    public Passage streamEntry(String name) {
        return read("view.stream", roots.stream(), name);
    }

    @Override
    public Passage inductionPrompt(String version) {
        String wanted = version.strip().toLowerCase(Locale.ROOT);
        return list("view.induction", roots.induction()).stream()
                .filter(note -> {
                    String name = name(note.path()).toLowerCase(Locale.ROOT);
                    return name.contains("induction") && (wanted.isEmpty() || hasWord(name, wanted));
                })
                .max(Comparator.comparing((Note note) -> highest(name(note.path())))
                        .thenComparing(Note::modified)
                        .thenComparing(Note::path))
                .map(note -> vault.read(note.path()))
                .orElseThrow(() -> new VaultException("there is no note called induction"
                        + (wanted.isEmpty() ? "" : " with '" + brief(version) + "' in its name") + " in "
                        + roots.induction() + " (view.induction)"));
    }

    @Override
    public List<Note> sourceTexts() {
        return list("view.sources", roots.sources());
    }

    @Override
    public Passage sourceText(String name) {
        return read("view.sources", roots.sources(), name);
    }

    private List<Note> list(String key, String folder) {
        if (folder.isEmpty()) {
            throw new VaultException(key + " is not set (" + VaultFolder.CONFIGURED_IN + ")");
        }
        return vault.list(folder, MOST);
    }

    private static List<Note> newestFirst(List<Note> notes) {
        return notes.stream()
                .sorted(Comparator.comparing(Note::modified).reversed().thenComparing(Note::path))
                .toList();
    }

    /** The file of that name; else what the index has, which costs less than to list a folder; else what the folder has. */
    private Passage read(String key, String folder, String name) {
        if (folder.isEmpty()) {
            throw new VaultException(key + " is not set (" + VaultFolder.CONFIGURED_IN + ")");
        }
        String wanted = name.strip();
        if (!wanted.isEmpty() && wanted.chars().noneMatch(c -> c == '/' || c == '#' || c == '@')) {
            Optional<Passage> exact = tried(folder + "/" + wanted + ".md");
            if (exact.isPresent()) {
                return exact.get();
            }
        }
        return choice(vault.indexed(folder), wanted).flatMap(this::tried).orElseGet(() -> choice(
                        list(key, folder).stream().map(Note::path).toList(), wanted)
                .map(vault::read)
                .orElseThrow(
                        () -> new VaultException("there is no '" + brief(name) + "' in " + folder + " (" + key + ")")));
    }

    private Optional<Passage> tried(String path) {
        try {
            return Optional.of(vault.read(path));
        } catch (VaultException e) {
            // Then it is looked for elsewhere; what comes of that is the answer.
            return Optional.empty();
        }
    }

    private static Optional<String> choice(List<String> paths, String wanted) {
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        String lower = wanted.toLowerCase(Locale.ROOT);
        return first(paths, path -> name(path).equals(wanted))
                .or(() ->
                        first(paths, path -> name(path).toLowerCase(Locale.ROOT).equals(lower)))
                .or(() ->
                        first(paths, path -> name(path).toLowerCase(Locale.ROOT).contains(lower)));
    }

    private static Optional<String> first(List<String> paths, Predicate<String> wanted) {
        return paths.stream().filter(wanted).findFirst();
    }

    /** The name of a file without folder and extension. */
    private static String name(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.lastIndexOf('.') > 0 ? file.substring(0, file.lastIndexOf('.')) : file;
    }

    /** So that v1 is not found in v12. */
    private static boolean hasWord(String name, String word) {
        for (int at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
            int end = at + word.length();
            if ((at == 0 || !Character.isLetterOrDigit(name.charAt(at - 1)))
                    && (end == name.length() || !Character.isLetterOrDigit(name.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static int highest(String name) {
        Matcher numbers = NUMBER.matcher(name);
        int highest = -1;
        while (numbers.find()) {
            highest = Math.max(highest, Integer.parseInt(numbers.group()));
        }
        return highest;
    }

    private static String brief(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 100 ? line.substring(0, 100) + "…" : line;
    }

    // ---- all of it

    @Override
    public VaultSummary summary() {
        List<Shelf> shelves = new ArrayList<>();
        shelf("core", roots.core(), shelves);
        shelf("induction", roots.induction(), shelves);
        shelf("stream", roots.stream(), shelves);
        shelf("crown jewels", roots.jewels(), shelves);
        shelf("source texts", roots.sources(), shelves);
        IndexState state = vault.state();
        // Where there is no index, nobody has counted before.
        long notes = state.files() > 0 ? state.files() : vault.indexed("").size();
        return new VaultSummary(notes, state.passages(), shelves);
    }

    private void shelf(String name, String folder, List<Shelf> shelves) {
        if (!folder.isEmpty()) {
            List<String> paths = vault.indexed(folder);
            shelves.add(new Shelf(
                    name,
                    folder,
                    paths.size(),
                    paths.stream().limit(SOME).map(Shelves::name).toList()));
        }
    }

    @Override
    public String lineage() {
        Optional<Path> file = roots.lineage();
        try {
            if (file.isEmpty() || !Files.isRegularFile(file.get())) {
                return "";
            }
            if (Files.size(file.get()) > LINEAGE_MAX_BYTES) {
                throw new VaultException("view.lineage.file " + file.get() + " has more than " + LINEAGE_MAX_BYTES
                        + " bytes (" + VaultFolder.CONFIGURED_IN + ")");
            }
            return new String(Files.readAllBytes(file.get()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new VaultException("view.lineage.file " + file.get() + " cannot be read: " + e, e);
        }
    }
}
