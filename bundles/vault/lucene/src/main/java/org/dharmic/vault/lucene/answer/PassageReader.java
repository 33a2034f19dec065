package org.dharmic.vault.lucene.answer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.dharmic.vault.lucene.folder.FolderReads;
import org.dharmic.vault.lucene.folder.Hash;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.index.FoundPassage;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.dharmic.vault.lucene.markdown.MarkdownNote;
import org.dharmic.vault.lucene.markdown.Section;
import org.dharmic.vault.lucene.query.Terms;

/**
 * Shows what was found as it stands in the file now. When the file is no longer the one that was indexed, the passage is
 * looked up again in the present text: a wrong place is never shown.
 */
public final class PassageReader implements Closeable {

    /**
     * A passage in the present text.
     *
     * @param section its place
     * @param hash of the present file
     * @param text the best lines, a part of the file without any change
     */
    record Shown(String path, String title, Section section, String hash, String text) {}

    private static final int SNIPPET_LINES = 4;
    private static final int SNIPPET_CHARS = 480;
    private final FolderReads folder;
    private final int passageMaxChars;

    public PassageReader(FolderReads folder, int passageMaxChars) {
        this.folder = folder;
        this.passageMaxChars = passageMaxChars;
    }

    @Override
    public void close() {
        folder.close();
    }

    /**
     * The best lines of a passage.
     *
     * @throws IOException when the file cannot be read any more
     */
    Shown snippet(FoundPassage found, Terms terms) throws IOException {
        Section section = found.section();
        VaultFolder.Content part = folder.read(found.path(), section.firstByte(), section.endByte());
        if (part.size() == found.size() && part.modified() == found.modified()) {
            String text = new String(part.bytes(), StandardCharsets.UTF_8);
            return new Shown(found.path(), found.title(), section, found.hash(), excerpt(text, terms));
        }
        Present present = present(found, terms);
        return new Shown(
                found.path(),
                present.title(),
                present.section(),
                present.hash(),
                excerpt(present.section().text(present.bytes()), terms));
    }

    private static String excerpt(String text, Terms terms) {
        return Excerpt.text(text, terms, SNIPPET_LINES, SNIPPET_CHARS);
    }

    /**
     * The file as it is now, and where in it the passage stands.
     *
     * @param hash of the present file
     */
    public record Present(byte[] bytes, String title, String hash, Section section) {}

    /** @throws IOException when the file cannot be read any more */
    public Present present(FoundPassage found, Terms terms) throws IOException {
        byte[] bytes = folder.read(found.path()).bytes();
        String hash = Hash.of(bytes);
        if (hash.equals(found.hash())) {
            return new Present(bytes, found.title(), hash, found.section());
        }
        MarkdownNote note = Markdown.parse(found.path(), bytes, passageMaxChars);
        Section best = note.sections().get(0);
        int most = -1;
        for (Section section : note.sections()) {
            int score = Long.bitCount(terms.in(section.text(bytes))) * 2
                    + (section.heading().equals(found.section().heading()) ? 1 : 0);
            if (score > most) {
                most = score;
                best = section;
            }
        }
        return new Present(bytes, note.title(), hash, best);
    }
}
