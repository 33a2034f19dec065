package org.dharmic.vault.lucene.answer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.lucene.engine.Engine;
import org.dharmic.vault.lucene.folder.FileSeen;
import org.dharmic.vault.lucene.folder.Hash;
import org.dharmic.vault.lucene.folder.Unreadable;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.markdown.Lines;

/** Reads and lists notes; says in its refusals what was asked and what there is instead. */
public final class Reading {

    private final VaultFolder folder;
    private final Engine engine;

    public Reading(VaultFolder folder, Engine engine) {
        this.folder = folder;
        this.engine = engine;
    }

    public Passage read(String text) {
        Locator locator = Locator.parse(text);
        byte[] bytes;
        try {
            bytes = folder.read(locator.path()).bytes();
        } catch (Unreadable e) {
            // Who writes a name without its extension means a note.
            throw new VaultException(shown(locator.path()) + " " + e.getMessage() + near(locator.path()), e);
        } catch (AccessDeniedException e) {
            throw new VaultException(shown(locator.path()) + " may not be read by this process", e);
        } catch (IOException e) {
            String missing = folder.missing();
            if (!missing.isEmpty()) {
                throw new VaultException("vault.folder " + folder.configured() + " " + missing, e);
            }
            String moved = moved(locator);
            if (!moved.isEmpty()) {
                throw new VaultException(shown(locator.path()) + moved, e);
            }
            // A link or a file where a folder should be is refused by the system itself.
            throw new VaultException(
                    (e instanceof NoSuchFileException ? "there is no note " : "there is no readable note ")
                            + shown(locator.path())
                            + near(locator.path()),
                    e);
        }
        return passage(locator, bytes);
    }

    private Passage passage(Locator locator, byte[] bytes) {
        String hash = Hash.of(bytes);
        if (!locator.hash().isEmpty() && !locator.hash().startsWith(hash)) {
            throw new VaultException(shown(locator.path()) + " has changed: it is @" + hash + " now, not @"
                    + locator.hash() + "; read it without the hash" + moved(locator));
        }
        Lines lines = new Lines(bytes);
        int first = locator.firstLine() == 0 ? 1 : locator.firstLine();
        int last = locator.firstLine() == 0 ? lines.count() : locator.lastLine();
        if (locator.firstLine() > 0 && last > lines.count()) {
            throw new VaultException(shown(locator.path()) + " has " + lines.count() + " lines, there is no L" + last);
        }
        return new Passage(locator.path(), lines.text(first, last), first, last, lines.count(), hash);
    }

    /** Where the text that was cited is now; empty when it is nowhere as it was. */
    private String moved(Locator locator) {
        if (locator.hash().isEmpty()) {
            return "";
        }
        String lines = locator.firstLine() == 0 ? "" : "#L" + locator.firstLine() + "-L" + locator.lastLine();
        return engine.withHash(locator.hash().substring(0, Hash.LENGTH))
                .filter(path -> !path.equals(locator.path()))
                .map(path -> "; what was cited has moved to " + path + lines + "@" + locator.hash())
                .orElse("");
    }

    private String near(String path) {
        List<String> near = engine.similar(path);
        return near.isEmpty() ? "" : "; near: " + String.join(", ", near);
    }

    public List<Note> list(String under, int limit) {
        String path = under.endsWith("/") ? under.substring(0, under.length() - 1) : under;
        if (!path.isEmpty()) {
            try {
                VaultFolder.requireRelative(path);
            } catch (Unreadable e) {
                throw new VaultException(shown(under) + " " + e.getMessage(), e);
            }
        }
        return notes(path, files -> files.stream()
                .sorted(Comparator.comparing(FileSeen::path))
                .limit(limit)
                .toList());
    }

    public List<Note> recent(int limit) {
        return notes("", files -> files.stream()
                .sorted(Comparator.comparing(FileSeen::modified).reversed().thenComparing(FileSeen::path))
                .limit(limit)
                .toList());
    }

    private List<Note> notes(String under, UnaryOperator<List<FileSeen>> choice) {
        String missing = folder.missing();
        if (!missing.isEmpty()) {
            throw new VaultException("vault.folder " + folder.configured() + " " + missing);
        }
        try {
            VaultFolder.Walk walk =
                    folder.walk(under, () -> Thread.currentThread().isInterrupted());
            return choice.apply(walk.files()).stream()
                    .map(file -> new Note(file.path(), Instant.ofEpochMilli(file.modified()), file.size()))
                    .toList();
        } catch (IOException e) {
            throw new VaultException("the vault folder cannot be read: " + e.getMessage(), e);
        }
    }

    /** For a message: one line, not too long. */
    private static String shown(String path) {
        String line = path.replaceAll("\\p{Cntrl}", "?");
        return "'" + (line.length() > 200 ? line.substring(0, 200) + "…" : line) + "'";
    }
}
