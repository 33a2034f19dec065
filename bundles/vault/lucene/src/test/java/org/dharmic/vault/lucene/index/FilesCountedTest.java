package org.dharmic.vault.lucene.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What finding and counting say one after the other, over several segments and with deleted files. */
class FilesCountedTest {

    private static final int FILES = 3_000;

    private final Directory directory = new ByteBuffersDirectory();
    private DirectoryReader reader;

    @BeforeEach
    void index() throws IOException {
        Random random = new Random(11);
        IndexWriterConfig config =
                new IndexWriterConfig(new WhitespaceAnalyzer()).setMergePolicy(NoMergePolicy.INSTANCE);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < FILES; i++) {
                writer.addDocuments(file("f" + i, random));
                if (i % (FILES / 3) == 0) {
                    writer.flush();
                }
            }
            for (int i = 0; i < FILES; i += 5) {
                writer.deleteDocuments(new Term("owner", "f" + i));
            }
        }
        reader = DirectoryReader.open(directory);
        assertThat(reader.leaves().size()).isGreaterThan(2);
    }

    /** Passages, and the file behind them. */
    private static List<Document> file(String name, Random random) {
        List<Document> block = new ArrayList<>();
        for (int passages = random.nextInt(6); passages > 0; passages--) {
            StringBuilder text = new StringBuilder();
            for (int words = 5 + random.nextInt(40); words > 0; words--) {
                text.append((char) ('a' + Math.min(random.nextInt(12), random.nextInt(12))))
                        .append(' ');
            }
            block.add(owned(name, new TextField(Fields.TEXT, text.toString(), Field.Store.NO)));
        }
        block.add(owned(name, new StringField(Fields.KIND, Fields.FILE, Field.Store.NO)));
        return block;
    }

    private static Document owned(String name, Field field) {
        Document document = new Document();
        document.add(field);
        document.add(new StringField("owner", name, Field.Store.NO));
        return document;
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        directory.close();
    }

    private static Query word(String word) {
        return new TermQuery(new Term(Fields.TEXT, word));
    }

    private static Query words(Occur occur, String... words) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String each : words) {
            all.add(word(each), occur);
        }
        return all.build();
    }

    @Test
    void bothSayTheSameAsOneAfterTheOther() throws IOException {
        for (Query query : List.of(
                word("a"),
                word("l"),
                word("nowhere"),
                new PhraseQuery(Fields.TEXT, "a", "b"),
                new PhraseQuery(Fields.TEXT, "h", "c", "a"),
                words(Occur.SHOULD, "c", "k"),
                words(Occur.MUST, "d", "j", "k"))) {
            for (long mostFiles : new long[] {1, 10, 500, FILES}) {
                View view = new View(reader, System.nanoTime() + 60_000_000_000L, Instant.EPOCH);
                Weight weight = view.weight(query, ScoreMode.TOP_SCORES);
                long[] files = {0};
                view.eachFile(weight, mostFiles, file -> files[0]++);
                View.Counted both = view.bestAndFiles(weight, 20, mostFiles);
                assertThat(both.files()).isEqualTo(files[0]);
                assertSame(both.best(), view.best(weight, 20));
            }
        }
    }

    private static void assertSame(ScoreDoc[] actual, ScoreDoc[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i].doc).isEqualTo(expected[i].doc);
            assertThat(actual[i].score).isEqualTo(expected[i].score);
        }
    }

    @Test
    void theFileItselfIsNoPassage() throws IOException {
        View view = new View(reader, System.nanoTime() + 60_000_000_000L, Instant.EPOCH);
        Weight weight = view.weight(new TermQuery(new Term(Fields.KIND, Fields.FILE)), ScoreMode.TOP_SCORES);
        assertThat(view.bestAndFiles(weight, 20, FILES).files()).isZero();
    }
}
