package org.dharmic.vault.lucene;

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
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.dharmic.support.files.PrivateFiles;

/**
 * One Lucene index in one folder. A file is a block of documents that stay together: its passages in order, then the file
 * itself; {@link #TAIL} of a passage is the distance to that last one.
 *
 * <p>The text is not stored: a passage carries its place in the file, and the file is read when it is shown.
 *
 * <p>Writing, refreshing and closing belong to one thread (a build may add {@link #put} from helpers); {@link #acquire}
 * and {@link #release} are for all.
 */
final class IndexStore {

    /** Grows with every change of fields or analysis; an index of another format is built anew. */
    static final String FORMAT = "2";

    static final String FORMAT_KEY = "dharmic.format";
    static final String MAKING_KEY = "dharmic.making";
    private static final String BUILT_KEY = "dharmic.built";

    /** Stands for a modification time so recent that a further change might not show in it. */
    static final long UNSURE = -1;

    static final String EXACT = "exact";
    static final String STEM = "stem";
    static final String HEAD = "head";
    /** As written, of front matter: it is found, and never outranks what the note says. */
    static final String FRONT = "front";

    static final String TITLE = "title";
    static final String HEADING = "heading";
    static final String TAG = "tag";
    static final String NAME = "name";
    /** Every folder above a file, and the file: answers scopes and deletes subtrees. */
    static final String UNDER = "under";

    /** The path, on the file's own document only. */
    static final String ITSELF = "file";

    static final String KIND = "kind";
    static final String FILE = "f";
    static final String FILE_PATH = "file.path";
    static final String FILE_HASH = "file.hash";

    // Stored with a passage. A field name has one shape in all documents, so these are not the indexed ones.
    static final String PATH = "path";
    static final String SHOWN_TITLE = "shown.title";
    static final String SHOWN_HEADING = "shown.heading";
    static final String SIZE = "size";
    static final String MODIFIED = "modified";
    static final String HASH = "hash";
    static final String TAIL = "tail";
    static final String LINES = "lines";

    /** What the index knows of a file. */
    record Known(long size, long modified, String hash) {}

    private final Path folder;
    private final Words asWritten;
    private final Words stemmed;
    private final PerFieldAnalyzerWrapper analyzers;
    private final Directory directory;
    private final IndexWriter writer;
    private final ReaderManager readers;
    private volatile long files;
    private volatile long passages;
    private String making;
    private Optional<Instant> built;

    private IndexStore(Path folder, int ramBufferMb) throws IOException {
        this.folder = folder;
        asWritten = Words.asWritten();
        stemmed = Words.stemmed();
        analyzers = new PerFieldAnalyzerWrapper(
                stemmed,
                Map.of(
                        EXACT, asWritten, FRONT, asWritten, TITLE, asWritten, HEADING, asWritten, TAG, asWritten, NAME,
                        asWritten));
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
            ConcurrentMergeScheduler merges = new ConcurrentMergeScheduler();
            merges.setMaxMergesAndThreads(4, 1);
            opened = new IndexWriter(
                    directory,
                    new IndexWriterConfig(analyzers)
                            .setRAMBufferSizeMB(ramBufferMb)
                            .setMergeScheduler(merges)
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
                stemmed.close();
            }
            throw e;
        }
    }

    /** The index is readable, but its documents are others than this version writes. */
    static final class OtherFormat extends IOException {
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
    static IndexStore open(Path folder, int ramBufferMb) throws IOException {
        return new IndexStore(folder, ramBufferMb);
    }

    Path folder() {
        return folder;
    }

    Words asWritten() {
        return asWritten;
    }

    Words stemmed() {
        return stemmed;
    }

    long files() {
        return files;
    }

    long passages() {
        return passages;
    }

    /** From which settings it was made; empty in a new one. */
    String making() {
        return making;
    }

    void making(String from) {
        making = from;
    }

    /** When the last complete build or comparison ended. */
    Optional<Instant> built() {
        return built;
    }

    void built(Instant at) {
        built = Optional.of(at);
    }

    /** Puts a file in place of what was there under its path. */
    void put(String path, Known known, byte[] bytes, MarkdownNote note) throws IOException {
        writer.updateDocuments(new Term(UNDER, path), Documents.of(path, known, bytes, note));
    }

    /** Notes that a file has a new time stamp and the same content. */
    void touch(String path, long modified) throws IOException {
        writer.updateNumericDocValue(new Term(ITSELF, path), MODIFIED, modified);
    }

    /** Takes a file, or a folder with all below it, away. */
    void delete(String path) throws IOException {
        writer.deleteDocuments(new Term(UNDER, path));
    }

    /** The files at or below a path, {@code ""} for all, as of the last refresh. */
    Map<String, Known> known(String under) throws IOException {
        Map<String, Known> known = new HashMap<>();
        Term term = under.isEmpty() ? new Term(KIND, FILE) : new Term(UNDER, under);
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
        NumericDocValues size = leaf.getNumericDocValues(SIZE);
        if (docs == null || size == null) {
            return;
        }
        NumericDocValues modified = leaf.getNumericDocValues(MODIFIED);
        BinaryDocValues path = leaf.getBinaryDocValues(FILE_PATH);
        BinaryDocValues hash = leaf.getBinaryDocValues(FILE_HASH);
        for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
            boolean live = leaf.getLiveDocs() == null || leaf.getLiveDocs().get(doc);
            if (live
                    && size.advanceExact(doc)
                    && modified.advanceExact(doc)
                    && path.advanceExact(doc)
                    && hash.advanceExact(doc)) {
                known.put(
                        path.binaryValue().utf8ToString(),
                        new Known(
                                size.longValue(),
                                modified.longValue(),
                                hash.binaryValue().utf8ToString()));
            }
        }
    }

    DirectoryReader acquire() throws IOException {
        return readers.acquire();
    }

    void release(DirectoryReader reader) throws IOException {
        readers.release(reader);
    }

    /** Makes what was written since visible to searches. */
    void refresh() throws IOException {
        readers.maybeRefreshBlocking();
        count();
    }

    private void count() throws IOException {
        DirectoryReader reader = acquire();
        try {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            files = searcher.count(new TermQuery(new Term(KIND, FILE)));
            passages = reader.numDocs() - files;
        } finally {
            release(reader);
        }
    }

    /** Makes what was written since durable. */
    void commit() throws IOException {
        Map<String, String> data = new HashMap<>(Map.of(FORMAT_KEY, FORMAT, MAKING_KEY, making));
        built.ifPresent(at -> data.put(BUILT_KEY, at.toString()));
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
    }

    /** Whether there is something to commit. */
    boolean isDirty() {
        return writer.isOpen() && writer.hasUncommittedChanges();
    }

    /** False once a failed write has ended the writer. */
    boolean isWritable() {
        return writer.isOpen();
    }

    /** Reads every file of the index and compares its checksum. */
    void verify() throws IOException {
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
    void abandonWriting() throws IOException {
        writer.rollback();
    }

    void commitIfDirty() throws IOException {
        if (isDirty()) {
            commit();
        }
    }

    /** Closes everything. A merge that runs is given up, for it can be done again and would delay the leave. */
    void closeWithoutCommit() throws IOException {
        try {
            readers.close();
        } finally {
            try {
                writer.rollback();
            } finally {
                directory.close();
                analyzers.close();
                asWritten.close();
                stemmed.close();
            }
        }
    }
}
