package org.dharmic.vault.lucene.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.dharmic.vault.lucene.folder.Hash;
import org.dharmic.vault.lucene.index.IndexStore;
import org.dharmic.vault.lucene.markdown.Markdown;

/** An index of a few notes that are at hand, made at once: without a folder, threads and a word in the log. */
public final class SmallIndex {

    private static final int RAM_BUFFER_MB = 1;

    private SmallIndex() {}

    /** Does nothing where an index is in use. */
    public static void make(Path folder, Map<String, byte[]> notes, int passageMaxChars) throws IOException {
        Generations generations = new Generations(folder);
        if (generations.current().isPresent()) {
            return;
        }
        Path next = generations.next();
        IndexStore store = IndexStore.open(next, RAM_BUFFER_MB);
        try {
            for (Map.Entry<String, byte[]> note : notes.entrySet()) {
                byte[] bytes = note.getValue();
                store.put(
                        note.getKey(),
                        new IndexStore.Known(bytes.length, IndexStore.UNSURE, Hash.of(bytes)),
                        bytes,
                        Markdown.parse(note.getKey(), bytes, passageMaxChars));
            }
            store.built(Instant.EPOCH);
            store.commit();
        } finally {
            store.closeWithoutCommit();
        }
        generations.use(next);
    }
}
