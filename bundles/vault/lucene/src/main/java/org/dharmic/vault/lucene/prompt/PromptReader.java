package org.dharmic.vault.lucene.prompt;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dharmic.vault.lucene.answer.Excerpt;
import org.dharmic.vault.lucene.answer.PassageReader;
import org.dharmic.vault.lucene.folder.FolderReads;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.index.FoundPassage;
import org.dharmic.vault.lucene.markdown.Lines;
import org.dharmic.vault.lucene.markdown.Markdown;
import org.dharmic.vault.lucene.markdown.MarkdownNote;
import org.dharmic.vault.lucene.markdown.Section;
import org.dharmic.vault.lucene.query.Terms;

/** Reads what was found as whole lines, exactly as they stand in the file now; for a prompt, which cites them. */
final class PromptReader implements Closeable {

    /** Of what was found; what was not found itself is worth half of the least. */
    private static final double REST_WORTH = 0.5;

    private final FolderReads folder;
    private final int passageMaxChars;
    private final PassageReader passages;

    PromptReader(FolderReads folder, int passageMaxChars) {
        this.folder = folder;
        this.passageMaxChars = passageMaxChars;
        passages = new PassageReader(folder, passageMaxChars);
    }

    @Override
    public void close() {
        folder.close();
    }

    /**
     * As many whole lines of a passage as fit, around the best ones; empty when not even those fit.
     *
     * @throws IOException when the file cannot be read any more
     */
    Optional<WholeLines> lines(FoundPassage found, Terms terms, int maxChars) throws IOException {
        PassageReader.Present present = passages.present(found, terms);
        Section section = present.section();
        Lines lines = new Lines(present.bytes());
        if (lines.count() == 0) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (int line = section.firstLine(); line <= section.lastLine(); line++) {
            texts.add(lines.text(line));
        }
        Excerpt best = Excerpt.of(texts, terms, 8, maxChars);
        int first = section.firstLine() + best.first();
        int last = section.firstLine() + best.last();
        boolean grown = true;
        while (grown) {
            grown = false;
            if (last < section.lastLine() && lines.text(first, last + 1).length() <= maxChars) {
                last++;
                grown = true;
            }
            if (first > section.firstLine() && lines.text(first - 1, last).length() <= maxChars) {
                first--;
                grown = true;
            }
        }
        String text = lines.text(first, last);
        return text.isBlank() || text.length() > maxChars
                ? Optional.empty()
                : Optional.of(new WholeLines(
                        found.path(), present.title(), section.heading(), first, last, text, found.score()));
    }

    /**
     * What a file has beside the passages that were taken of it: what has most terms first, as much as fits.
     *
     * @param taken of one file, at least one
     * @param most how many at most
     * @throws IOException when the file cannot be read any more
     */
    List<WholeLines> rest(List<WholeLines> taken, Terms terms, int maxChars, int most) throws IOException {
        String path = taken.get(0).path();
        byte[] bytes = folder.read(path).bytes();
        MarkdownNote note = Markdown.parse(path, bytes, passageMaxChars);
        double score = taken.stream().mapToDouble(WholeLines::score).min().orElse(0) * REST_WORTH;
        return new Rest(note, bytes, taken)
                .best(terms, maxChars, most).stream()
                        .map(part -> new WholeLines(
                                path,
                                note.title(),
                                part.heading(),
                                part.firstLine(),
                                part.lastLine(),
                                part.text(),
                                score))
                        .toList();
    }

    /**
     * Which words of a query a passage has, with its title and headings: a bit for each.
     *
     * @throws IOException when the file cannot be read any more
     */
    long words(FoundPassage found, Terms terms) throws IOException {
        Section section = found.section();
        VaultFolder.Content part = folder.read(found.path(), section.firstByte(), section.endByte());
        return terms.in(found.title() + "\n" + section.heading() + "\n" + found.path() + "\n"
                + new String(part.bytes(), StandardCharsets.UTF_8));
    }
}
