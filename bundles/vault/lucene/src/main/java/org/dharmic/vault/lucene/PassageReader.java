package org.dharmic.vault.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows what was found as it stands in the file now. When the file is no longer the one that was indexed, the passage is
 * looked up again in the present text: a wrong place is never shown.
 */
final class PassageReader implements Closeable {

    /**
     * A passage in the present text.
     *
     * @param section its place
     * @param hash of the present file
     * @param text the best lines, a part of the file without any change
     */
    record Shown(String path, String title, Section section, String hash, String text) {}

    /** Whole lines of a file, exactly. */
    record WholeLines(
            String path, String title, String heading, int firstLine, int lastLine, String text, double score) {}

    private static final int SNIPPET_LINES = 4;
    private static final int SNIPPET_CHARS = 480;
    /** Of what was found; what was not found itself is worth half of the least. */
    private static final double REST_WORTH = 0.5;

    private final FolderReads folder;
    private final int passageMaxChars;

    PassageReader(FolderReads folder, int passageMaxChars) {
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
     * As many whole lines of a passage as fit, around the best ones; empty when not even those fit.
     *
     * @throws IOException when the file cannot be read any more
     */
    Optional<WholeLines> lines(FoundPassage found, Terms terms, int maxChars) throws IOException {
        Present present = present(found, terms);
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

    private record Present(byte[] bytes, String title, String hash, Section section) {}

    private Present present(FoundPassage found, Terms terms) throws IOException {
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
