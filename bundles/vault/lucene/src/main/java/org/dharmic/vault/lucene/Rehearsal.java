package org.dharmic.vault.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.support.meters.Meters;
import org.dharmic.vault.Hit;
import org.dharmic.vault.Query;
import org.dharmic.vault.lucene.answer.AnswerSettings;
import org.dharmic.vault.lucene.answer.Searching;
import org.dharmic.vault.lucene.engine.EngineSettings;
import org.dharmic.vault.lucene.engine.LuceneEngine;
import org.dharmic.vault.lucene.engine.SmallIndex;
import org.dharmic.vault.lucene.folder.Globs;
import org.dharmic.vault.lucene.folder.Scopes;
import org.dharmic.vault.lucene.folder.VaultFolder;
import org.dharmic.vault.lucene.search.Prior;

/**
 * Opens the index of a few made-up notes and searches it, in a folder of its own. What the first opening and the first search of
 * a process cost is nearly all code that was never used: classes are loaded and initialised, call sites are linked. Here that
 * is done while the bundles before this one start; the launcher finds this class by the bundle's header.
 */
public final class Rehearsal implements Consumer<Path> {

    private static final int NOTES = 3;
    /** So many passages that a word's list has a whole block of 128, which is read by other code than a short one. */
    private static final int SECTIONS = 50;

    private static final int PASSAGE_MAX_CHARS = 2000;
    private static final int FILE_MAX_BYTES = 100_000;
    private static final Duration NO_COMPARISON = Duration.ofDays(1);

    /** Words in text, title, heading and link, two of them common; a phrase; a word that stands nowhere as it is written. */
    private static final List<String> QUERIES =
            List.of("some common words kind3 topic5 titles link1", "\"no use\" kind2 topic7", "comon heading kind4");

    @Override
    public void accept(Path folder) {
        try {
            run(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the last query has found. */
    static List<Hit> run(Path folder) throws IOException {
        Path vault = PrivateFiles.folder(folder.resolve("notes"));
        Path index = folder.resolve("index");
        Map<String, byte[]> notes = notes();
        for (Map.Entry<String, byte[]> note : notes.entrySet()) {
            Path file = vault.resolve(note.getKey());
            if (!Files.exists(file)) {
                Files.write(file, note.getValue());
            }
        }
        SmallIndex.make(index, notes, PASSAGE_MAX_CHARS);
        VaultFolder notesFolder = new VaultFolder(vault, Globs.parse("**/*.md", ""), FILE_MAX_BYTES);
        EngineSettings settings =
                new EngineSettings(Optional.of(vault), index, PASSAGE_MAX_CHARS, NO_COMPARISON, false, 1, 1);
        Meters meters = new Meters();
        LuceneEngine engine = new LuceneEngine(settings, notesFolder, Clock.systemUTC(), meters);
        try {
            AnswerSettings answers =
                    new AnswerSettings(Scopes.parse(""), Prior.parse(0.05, 180, ""), PASSAGE_MAX_CHARS);
            Searching searching = new Searching(answers, Clock.systemUTC(), notesFolder, engine, meters);
            List<Hit> hits = List.of();
            for (String query : QUERIES) {
                hits = searching.search(Query.of(query, 10)).hits();
            }
            return hits;
        } finally {
            engine.close();
            meters.close();
        }
    }

    private static Map<String, byte[]> notes() {
        Map<String, byte[]> notes = new LinkedHashMap<>();
        for (int note = 0; note < NOTES; note++) {
            notes.put("note" + note + ".md", note(note).getBytes(StandardCharsets.UTF_8));
        }
        return notes;
    }

    private static String note(int number) {
        StringBuilder note = new StringBuilder("---\ntags: [made, up]\n---\n# One of the titles\n");
        for (int i = 0; i < SECTIONS; i++) {
            note.append("\n## Heading of kind").append(i % 6);
            note.append("\n\nSome common words of no use for topic").append(i % 11);
            note.append(", see [link").append(i % 4).append(" there](note").append((number + 1) % NOTES);
            note.append(".md).\n");
        }
        return note.toString();
    }
}
