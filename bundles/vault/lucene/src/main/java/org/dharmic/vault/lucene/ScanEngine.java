package org.dharmic.vault.lucene;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.vault.IndexState;
import org.dharmic.vault.IndexState.Phase;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.lucene.Clause.Occur;
import org.dharmic.vault.lucene.Found.FoundPassage;

/**
 * Reads every file at every search: what a vault costs without an index. Ranks by the number of different words found;
 * phrases and fields are words to it.
 */
final class ScanEngine implements Engine {

    private final VaultFolder folder;
    private final int passageMaxChars;
    private final Instant since;
    private final Words stemmed = Words.stemmed();
    private final Words asWritten = Words.asWritten();

    /** @param folder null when none is configured */
    ScanEngine(VaultFolder folder, int passageMaxChars, Clock clock) {
        this.folder = folder;
        this.passageMaxChars = passageMaxChars;
        this.since = clock.instant();
    }

    @Override
    public Found find(PassageSearch.Request request) {
        if (folder == null) {
            return Found.NOTHING;
        }
        Terms wanted = terms(request.clauses());
        Terms unwanted = terms(request.clauses().stream()
                .filter(clause -> clause.occur() == Occur.MUST_NOT)
                .map(clause -> clause.with(Occur.MAY))
                .toList());
        List<FoundPassage> found = new ArrayList<>();
        long notes = 0;
        try {
            for (FileSeen file : folder.walk("", () -> isPast(request)).files()) {
                if (isPast(request)) {
                    break;
                }
                if (isUnder(file.path(), request.under())) {
                    List<FoundPassage> best = passages(file, wanted, unwanted, request.perFile());
                    notes += best.isEmpty() ? 0 : 1;
                    found.addAll(best);
                }
            }
        } catch (IOException e) {
            throw new VaultException(
                    "the vault folder " + folder.configured() + " cannot be read: " + e.getMessage(), e);
        }
        List<FoundPassage> ranked = found.stream()
                .sorted(Comparator.comparing(FoundPassage::score).reversed().thenComparing(FoundPassage::path))
                .skip(request.offset())
                .limit(request.limit())
                .toList();
        return new Found(ranked, notes, true, false, Map.of(), isPast(request));
    }

    private List<FoundPassage> passages(FileSeen file, Terms wanted, Terms unwanted, int perFile) {
        VaultFolder.Content content;
        try {
            content = folder.read(file.path());
        } catch (IOException e) {
            // Gone or unreadable since it was listed: nothing to find in it.
            return List.of();
        }
        MarkdownNote note = Markdown.parse(file.path(), content.bytes(), passageMaxChars);
        String hash = Hash.of(content.bytes());
        List<FoundPassage> found = new ArrayList<>();
        for (Section section : note.sections()) {
            String text = note.title() + "\n" + section.text(content.bytes());
            long terms = wanted.in(text);
            if (terms != 0 && unwanted.in(text) == 0) {
                found.add(new FoundPassage(
                        file.path(),
                        note.title(),
                        section,
                        hash,
                        content.size(),
                        content.modified(),
                        section.front() ? Long.bitCount(terms) / 10f : Long.bitCount(terms)));
            }
        }
        found.sort(Comparator.comparing(FoundPassage::score).reversed());
        return found.size() > perFile ? found.subList(0, perFile) : found;
    }

    private static boolean isPast(PassageSearch.Request request) {
        return System.nanoTime() - request.deadline() > 0;
    }

    private static boolean isUnder(String path, List<String> folders) {
        return folders.isEmpty() || folders.stream().anyMatch(each -> path.equals(each) || path.startsWith(each + "/"));
    }

    @Override
    public <R> R ask(long deadline, Question<R> question) {
        throw new VaultException(
                "index.mode = scan has no index to ask this; set it to lucene (" + Settings.FILE + ")");
    }

    @Override
    public Terms terms(List<Clause> clauses) {
        return Terms.of(clauses, stemmed, asWritten);
    }

    @Override
    public List<String> unknown(List<Clause> clauses) {
        return List.of();
    }

    @Override
    public Optional<String> withHash(String hash) {
        return Optional.empty();
    }

    @Override
    public List<String> similar(String path) {
        if (folder == null) {
            return List.of();
        }
        String wanted = Fold.plain(Markdown.stem(path));
        try {
            return folder.walk("", () -> false).files().stream()
                    .map(FileSeen::path)
                    .filter(known -> !wanted.isEmpty()
                            && Fold.plain(Markdown.stem(known)).contains(wanted))
                    .sorted()
                    .limit(5)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public List<String> indexed(String under) {
        try {
            return folder == null
                    ? List.of()
                    : folder.walk(under, () -> false).files().stream()
                            .map(FileSeen::path)
                            .sorted()
                            .toList();
        } catch (IOException e) {
            throw new VaultException("the vault folder cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public IndexState state() {
        String missing = folder == null ? "vault.folder is not set (" + Settings.FILE + ")" : folder.missing();
        return missing.isEmpty()
                ? new IndexState(
                        Phase.READY,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Optional.of(since),
                        "index.mode = scan: every search reads every file")
                : new IndexState(
                        Phase.VAULT_MISSING,
                        0,
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        folder == null
                                ? missing
                                : "vault.folder " + folder.configured() + " " + missing + " (" + Settings.FILE + ")");
    }

    @Override
    public List<String> problems() {
        return List.of();
    }

    @Override
    public void reindex() {
        throw new VaultException("index.mode = scan has no index to build (" + Settings.FILE + ")");
    }

    /** Files may change between two searches, and nobody would know. */
    @Override
    public Optional<Object> generation() {
        return Optional.empty();
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public String blind() {
        return "";
    }

    @Override
    public void close() {
        stemmed.close();
        asWritten.close();
    }
}
