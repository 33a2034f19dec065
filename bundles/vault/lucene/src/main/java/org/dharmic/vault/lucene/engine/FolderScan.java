package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.dharmic.vault.VaultException;
import org.dharmic.vault.lucene.folder.Unreadable;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.dharmic.vault.lucene.markdown.MarkdownNote;
import org.dharmic.vault.lucene.markdown.Section;

/** Reads the notes of a vault one after the other, as long as there is time. */
final class FolderScan {

    /** A note as it is now. */
    record Scanned(String path, VaultFolder.Content content, MarkdownNote note) {
        String text(Section section) {
            return section.text(content.bytes());
        }
    }

    private final VaultFolder folder;
    private final int passageMaxChars;

    FolderScan(VaultFolder folder, int passageMaxChars) {
        this.folder = folder;
        this.passageMaxChars = passageMaxChars;
    }

    /**
     * Reads notes in the order of their paths.
     *
     * @param under folders to stay below; empty for no limit
     * @param deadline a value of {@link System#nanoTime()}
     * @return false when it came before the end
     */
    boolean each(List<String> under, long deadline, Consumer<Scanned> use) {
        for (String path : paths(under, deadline)) {
            if (isPast(deadline)) {
                return false;
            }
            try {
                VaultFolder.Content content = folder.read(path);
                use.accept(new Scanned(path, content, Markdown.parse(path, content.bytes(), passageMaxChars)));
            } catch (IOException e) {
                // Gone or unreadable since it was listed: nothing to find in it.
                continue;
            }
        }
        return !isPast(deadline);
    }

    /** Paths of the notes below some folders, or of all, in their order; fewer when the deadline comes before the end. */
    Set<String> paths(List<String> under, long deadline) {
        Set<String> paths = new TreeSet<>();
        for (String start : under.isEmpty() ? List.of("") : readable(under)) {
            walk(start, deadline).files().forEach(file -> paths.add(file.path()));
        }
        return paths;
    }

    /** What is left out, as far as that is known without reading. */
    List<String> skipped(long deadline) {
        return walk("", deadline).skipped().stream().sorted().toList();
    }

    private VaultFolder.Walk walk(String start, long deadline) {
        try {
            return folder.walk(start, () -> isPast(deadline));
        } catch (IOException e) {
            throw new VaultException(
                    "the vault folder " + folder.configured() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A scope may name what no folder is called. */
    private static List<String> readable(List<String> under) {
        List<String> readable = new ArrayList<>();
        for (String each : under) {
            try {
                VaultFolder.requireRelative(each);
                readable.add(each);
            } catch (Unreadable e) {
                continue; // nothing is below it
            }
        }
        return readable;
    }

    private static boolean isPast(long deadline) {
        return System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted();
    }
}
