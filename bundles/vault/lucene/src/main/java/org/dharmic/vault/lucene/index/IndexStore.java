package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.vault.lucene.markdown.MarkdownNote;
import org.dharmic.vault.lucene.query.Words;

/**
 * One Lucene index in one folder. A file is a block of documents that stay together: its passages in order, then
 * the file itself; {@link Block} leads from one to the others.
 *
 * <p>The text is not stored: a passage carries its place in the file, and the file is read when it is shown.
 *
 * <p>Writing, refreshing and closing belong to one thread (a build may add {@link #put} from helpers); {@link #acquire}
 * and {@link #release} are for all.
 */
public final class IndexStore {

    /** Grows with every change of fields or analysis; an index of another format is built anew. */
    static final String FORMAT = "5";

    static final String FORMAT_KEY = "dharmic.format";
    static final String MAKING_KEY = "dharmic.making";
    private static final String BUILT_KEY = "dharmic.built";

    /** Stands for a modification time so recent that a further change might not show in it. */
    public static final long UNSURE = -1;

    /** What the index knows of a file. */
    public record Known(long size, long modified, String hash) {}

    private final Path folder;
    private final Words asWritten;
    private final Words withStems;
    private final Words stems;
    private final Words stemmed;
    private final PerFieldAnalyzerWrapper analyzers;
    private final Directory directory;
    private final ConcurrentMergeScheduler merges = Merging.beside();
    private final IndexWriter writer;
    private final ReaderManager readers;
    private volatile Variants variants;
    private volatile Lookups lookups;
    private volatile long files;
    private volatile long passages;
    private String making;
    private Optional<Instant> built;

    private IndexStore(Path folder, int ramBufferMb) throws IOException {
        this.folder = folder;
        asWritten = Words.asWritten();
        withStems = Words.withStems();
        stems = Words.stems();
        stemmed = Words.stemmed();
        analyzers = new PerFieldAnalyzerWrapper(withStems, Map.of(Fields.TEXT, asWritten, Fields.FRONT, asWritten));
        PrivateFiles.folder(folder);
        directory = FSDirectory.open(folder);
        IndexWriter opened = null;
        try {
            Map<String, String> data = DirectoryReader.indexExists(directory)
                    ? SegmentInfos.readLatestCommit(directory).getUserData()
                    : Map.of();
            making = data.getOrDefault(MAKING_KEY, "");
            built = Optional.ofNullable(data.get(BUILT_KEY)).map(Instant::parse);
            if (!data.isEmpty() && !FORMAT.equals(data.get(FORMAT_KEY))) {
                throw new OtherFormat("the index has format " + data.get(FORMAT_KEY) + ", not " + FORMAT);
            }
            opened = new IndexWriter(
                    directory,
                    new IndexWriterConfig(analyzers)
                            .setRAMBufferSizeMB(ramBufferMb)
                            .setMergeScheduler(merges)
                            .setMergePolicy(built.isPresent() ? Merging.inUse() : Merging.inBuild())
                            .setCommitOnClose(false));
            readers = new ReaderManager(opened, true, false);
            writer = opened;
            count();
        } catch (IOException | RuntimeException e) {
            try {
                if (opened != null) {
                    opened.rollback();
                }
            } catch (IOException | RuntimeException alsoFailed) {
                e.addSuppressed(alsoFailed);
            } finally {
                directory.close();
                analyzers.close();
                asWritten.close();
                withStems.close();
                stems.close();
                stemmed.close();
            }
            throw e;
        }
    }

    /** The index is readable, but its documents are others than this version writes. */
    public static final class OtherFormat extends IOException {
        private static final long serialVersionUID = 1L;

        OtherFormat(String message) {
            super(message);
        }
    }

    /**
     * Opens the index in a folder, or begins one.
     *
     * @throws OtherFormat when another version wrote it
     * @throws org.apache.lucene.store.LockObtainFailedException when somebody else has it open
     * @throws IOException when it is damaged
     */
    public static IndexStore open(Path folder, int ramBufferMb) throws IOException {
        return new IndexStore(folder, ramBufferMb);
    }

    public Path folder() {
        return folder;
    }

    public Words asWritten() {
        return asWritten;
    }

    public Words stemmed() {
        return stemmed;
    }

    /** The words of a state of the index by their stems. */
    public Variants variants(DirectoryReader reader) {
        Variants present = variants;
        if (present == null || !present.isOf(reader)) {
            present = new Variants(reader, stems);
            variants = present;
        }
        return present;
    }

    /** Where the words of a state of the index stand. */
    public Lookups lookups(DirectoryReader reader) {
        Lookups present = lookups;
        if (present == null || !present.isOf(reader)) {
            present = new Lookups(reader);
            lookups = present;
        }
        return present;
    }

    public long files() {
        return files;
    }

    public long passages() {
        return passages;
    }

    /** From which settings it was made; empty in a new one. */
    public String making() {
        return making;
    }

    public void making(String from) {
        making = from;
    }

    /** Begins to make one segment of the many that a build leaves, beside whoever writes or searches. */
    public void mergeAfterBuild() throws IOException {
        // Still as in a build: merges as in use would begin first, and their results be merged once more.
        writer.forceMerge(Merging.AFTER_BUILD, false);
    }

    /** From now on searches are worth more than the time to write. Merges go on beside. */
    public void settle() throws IOException {
        writer.getConfig().setMergePolicy(Merging.inUse());
        writer.maybeMerge();
    }

    public boolean isMerging() {
        return merges.mergeThreadCount() > 0;
    }

    /** Whether something was written or merged since the last refresh. */
    public boolean isBehind() throws IOException {
        DirectoryReader reader = acquire();
        try {
            return !reader.isCurrent();
        } finally {
            release(reader);
        }
    }

    /** When the last complete build or comparison ended. */
    public Optional<Instant> built() {
        return built;
    }

    public void built(Instant at) {
        built = Optional.of(at);
    }

    /** Puts a file in place of what was there under its path. */
    public void put(String path, Known known, byte[] bytes, MarkdownNote note) throws IOException {
        writer.updateDocuments(
                new Term(Fields.OWNER, path), Documents.of(path, known, bytes, note, asWritten, withStems));
    }

    /** Notes that a file has a new time stamp and the same content. */
    public void touch(String path, long modified) throws IOException {
        writer.updateNumericDocValue(new Term(Fields.UNDER, path), Fields.MODIFIED, modified);
    }

    /** Takes a file away. */
    public void delete(String path) throws IOException {
        writer.deleteDocuments(new Term(Fields.OWNER, path));
    }

    /** Takes a file, or a folder with all below it, away. */
    public void deleteBelow(String path) throws IOException {
        writer.deleteDocuments(new OfFiles(new TermQuery(new Term(Fields.UNDER, path)), OfFiles.Part.BLOCK));
    }

    /** The files at or below a path, {@code ""} for all, as of the last refresh. */
    public Map<String, Known> known(String under) throws IOException {
        Map<String, Known> known = new HashMap<>();
        Term term = under.isEmpty() ? new Term(Fields.KIND, Fields.FILE) : new Term(Fields.UNDER, under);
        DirectoryReader reader = acquire();
        try {
            for (LeafReaderContext leaf : reader.leaves()) {
                known(leaf.reader(), term, known);
            }
        } finally {
            release(reader);
        }
        return known;
    }

    private static void known(LeafReader leaf, Term term, Map<String, Known> known) throws IOException {
        PostingsEnum docs = leaf.postings(term, PostingsEnum.NONE);
        BinaryDocValues shown = leaf.getBinaryDocValues(Fields.SHOWN);
        if (docs == null || shown == null) {
            return;
        }
        NumericDocValues modified = leaf.getNumericDocValues(Fields.MODIFIED);
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
            boolean live = leaf.getLiveDocs() == null || leaf.getLiveDocs().get(doc);
            if (live && modified.advanceExact(doc) && shown.advanceExact(doc)) {
                Shown.File file = Shown.file(shown.binaryValue());
                known.put(file.path(), new Known(file.size(), modified.longValue(), file.hash()));
            }
        }
    }

    public DirectoryReader acquire() throws IOException {
        return readers.acquire();
    }

    public void release(DirectoryReader reader) throws IOException {
        readers.release(reader);
    }

    /** Makes what was written since visible to searches. */
    public void refresh() throws IOException {
        readers.maybeRefreshBlocking();
        count();
    }

    private void count() throws IOException {
        DirectoryReader reader = acquire();
        try {
            long foundFiles = 0;
            long foundPassages = 0;
            for (LeafReaderContext leaf : reader.leaves()) {
                PostingsEnum docs = leaf.reader().postings(new Term(Fields.KIND, Fields.FILE), PostingsEnum.NONE);
                NumericDocValues places = leaf.reader().getNumericDocValues(Fields.PLACE);
                if (docs == null || places == null) {
                    continue;
                }
                Bits live = leaf.reader().getLiveDocs();
                for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
                    if ((live == null || live.get(doc)) && places.advanceExact(doc)) {
                        foundFiles++;
                        foundPassages += Block.passages(places.longValue());
                    }
                }
            }
            files = foundFiles;
            passages = foundPassages;
        } finally {
            release(reader);
        }
    }

    /** Makes what was written since durable. */
    public void commit() throws IOException {
        Map<String, String> data = new HashMap<>(Map.of(FORMAT_KEY, FORMAT, MAKING_KEY, making));
        built.ifPresent(at -> data.put(BUILT_KEY, at.toString()));
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
    }

    /** Whether there is something to commit. */
    public boolean isDirty() {
        return writer.isOpen() && writer.hasUncommittedChanges();
    }

    /** Reads every file of the index and compares its checksum. */
    public void verify() throws IOException {
        DirectoryReader reader = acquire();
        try {
            for (LeafReaderContext leaf : reader.leaves()) {
                leaf.reader().checkIntegrity();
            }
        } finally {
            release(reader);
        }
    }

    /** Gives up writing; what was not committed is lost, the readers go on. Frees the lock. */
    public void abandonWriting() throws IOException {
        writer.rollback();
    }

    public void commitIfDirty() throws IOException {
        if (isDirty()) {
            commit();
        }
    }

    /** Closes everything. A merge that runs is given up, for it can be done again and would delay the leave. */
    public void closeWithoutCommit() throws IOException {
        try {
            readers.close();
        } finally {
            try {
                writer.rollback();
            } finally {
                directory.close();
                analyzers.close();
                asWritten.close();
                withStems.close();
                stems.close();
                stemmed.close();
            }
        }
    }
}
