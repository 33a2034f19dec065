package org.dharmic.vault.lucene;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** The folders with a meaning of their own, as the configuration names them. Keeps nothing: every answer is read afresh. */
@Component(service = VaultViews.class, configurationPid = Settings.PID)
public final class Views implements VaultViews {

    private static final int SOME = 5;
    /** A folder of texts that people chose has no more; of a larger one the first by name are seen. */
    private static final int MOST = 10_000;

    private static final int LINEAGE_MAX_BYTES = 200_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** What is configured. */
    private record Roots(
            String core, String jewels, String stream, String induction, String sources, Optional<Path> lineage) {

        static Roots of(VaultConfig config, Path home) {
            return new Roots(
                    folder("view.core", config.view_core()),
                    folder("view.jewels", config.view_jewels()),
                    folder("view.stream", config.view_stream()),
                    folder("view.induction", config.view_induction()),
                    folder("view.sources", config.view_sources()),
                    lineage(config.view_lineage_file(), home));
        }

        private static Optional<Path> lineage(String file, Path home) {
            try {
                return file.isBlank() ? Optional.empty() : Optional.of(home.resolve(file.strip()));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException(
                        "view.lineage.file must be a path, was '" + file + "' (" + Settings.FILE + ")", e);
            }
        }
    }

    private final OwnVault vault;
    private final Path home;
    private volatile Roots roots;

    @Activate
    public Views(BundleContext context, @Reference OwnVault vault, VaultConfig config) {
        this.vault = vault;
        this.home = LuceneVault.home(context);
        this.roots = Roots.of(config, home);
    }

    @Modified
    void modified(VaultConfig config) {
        roots = Roots.of(config, home);
    }

    /** @throws IllegalArgumentException for what is no folder relative to the vault */
    static String folder(String key, String text) {
        String folder = text.strip().replaceAll("/+$", "");
        try {
            if (!folder.isEmpty()) {
                VaultFolder.requireRelative(folder);
            }
            return folder;
        } catch (Unreadable e) {
            throw new IllegalArgumentException(
                    key + " must be a folder relative to the vault, was '" + text + "' (" + Settings.FILE + ")", e);
        }
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
            throw new VaultException(key + " is not set (" + Settings.FILE + ")");
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
            throw new VaultException(key + " is not set (" + Settings.FILE + ")");
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
        Roots now = roots;
        List<Shelf> shelves = new ArrayList<>();
        shelf("core", now.core(), shelves);
        shelf("induction", now.induction(), shelves);
        shelf("stream", now.stream(), shelves);
        shelf("crown jewels", now.jewels(), shelves);
        shelf("source texts", now.sources(), shelves);
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
                    paths.stream().limit(SOME).map(Views::name).toList()));
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
                        + " bytes (" + Settings.FILE + ")");
            }
            return new String(Files.readAllBytes(file.get()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new VaultException("view.lineage.file " + file.get() + " cannot be read: " + e, e);
        }
    }
}
