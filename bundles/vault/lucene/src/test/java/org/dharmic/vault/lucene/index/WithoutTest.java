package org.dharmic.vault.lucene.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Lucene's own query for it gives, over several segments and with deleted documents. */
class WithoutTest {

    private static final int DOCUMENTS = 6_000;

    private final Directory directory = new ByteBuffersDirectory();
    private DirectoryReader reader;
    private IndexSearcher searcher;

    @BeforeEach
    void index() throws IOException {
        Random random = new Random(5);
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer())
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setMaxBufferedDocs(DOCUMENTS / 3);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                StringBuilder text = new StringBuilder("n" + i);
                for (char word = 'a'; word < 'h'; word++) {
                    text.append((" " + word).repeat(Math.max(0, random.nextInt(8) - (word - 'a'))));
                }
                Document document = new Document();
                document.add(new TextField("text", text.toString(), Field.Store.NO));
                writer.addDocument(document);
            }
            for (int i = 0; i < DOCUMENTS; i += 7) {
                writer.deleteDocuments(new Term("text", "n" + i));
            }
        }
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        directory.close();
    }

    private static Query word(String word) {
        return new TermQuery(new Term("text", word));
    }

    private static Query any(String... words) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String each : words) {
            any.add(word(each), Occur.SHOULD);
        }
        return any.build();
    }

    private static Query usual(Query wanted, Query unwanted) {
        return new BooleanQuery.Builder()
                .add(wanted, Occur.MUST)
                .add(unwanted, Occur.MUST_NOT)
                .build();
    }

    /** As a part of another query, which goes from document to document. */
    private static Query beside(String word, Query query) {
        return new BooleanQuery.Builder()
                .add(word(word), Occur.FILTER)
                .add(query, Occur.MUST)
                .build();
    }

    private void assertSame(Query wanted, Query unwanted) throws IOException {
        Query ours = new Without(wanted, unwanted);
        Query usual = usual(wanted, unwanted);
        TopDocs found = searcher.search(ours, 50);
        TopDocs expected = searcher.search(usual, 50);
        assertThat(found.scoreDocs).hasSameSizeAs(expected.scoreDocs);
        for (int i = 0; i < found.scoreDocs.length; i++) {
            assertThat(found.scoreDocs[i].doc).isEqualTo(expected.scoreDocs[i].doc);
            assertThat(found.scoreDocs[i].score).isEqualTo(expected.scoreDocs[i].score);
        }
        assertThat(searcher.count(ours)).isEqualTo(searcher.count(usual));
        assertThat(searcher.count(beside("b", ours))).isEqualTo(searcher.count(beside("b", usual)));
    }

    @Test
    void itFindsWhatMatchesTheOneAndNotTheOther() throws IOException {
        assertThat(reader.leaves()).hasSizeGreaterThan(1);
        assertThat(searcher.count(new Without(word("a"), word("c")))).isPositive();
        assertSame(any("a", "c", "e"), word("b"));
        assertSame(any("e", "f", "g"), any("a", "b"));
        assertSame(word("c"), word("g"));
        assertSame(any("a", "n5", "n13"), any("d", "f"));
        assertSame(usual(any("a", "b"), word("c")), word("d"));
    }

    @Test
    void whatStandsNowhereTakesNothingAwayAndFindsNothing() throws IOException {
        assertSame(any("a", "e"), word("nowhere"));
        assertSame(word("nowhere"), word("a"));
        assertThat(searcher.count(new Without(word("a"), word("a")))).isZero();
    }

    @Test
    void itSaysWhyADocumentIsNotFound() throws IOException {
        int doc = searcher.search(usual(word("a"), word("b")), 1).scoreDocs[0].doc;
        assertThat(searcher.explain(new Without(word("a"), word("b")), doc).isMatch())
                .isTrue();
        assertThat(searcher.explain(new Without(word("a"), word("a")), doc).toString())
                .contains("has text:a");
    }
}
