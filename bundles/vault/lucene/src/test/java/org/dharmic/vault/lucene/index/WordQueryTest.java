package org.dharmic.vault.lucene.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Lucene's own queries for it give, over several segments of many blocks and with deleted documents. */
class WordQueryTest {

    private static final int DOCUMENTS = 24_000;
    private static final String WORDS = "abcdefgh";

    private final Directory directory = new ByteBuffersDirectory();
    private DirectoryReader reader;
    private IndexSearcher searcher;
    private TermLookups lookups;

    @BeforeEach
    void index() throws IOException {
        Random random = new Random(7);
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer())
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setMaxBufferedDocs(DOCUMENTS * 3 / 4);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < DOCUMENTS; i++) {
                StringBuilder text = new StringBuilder("n" + i);
                for (int word = 0; word < WORDS.length(); word++) {
                    boolean has = random.nextInt(1 << word) == 0;
                    text.append((" " + WORDS.charAt(word)).repeat(has ? 1 + random.nextInt(4) : 0));
                }
                text.append(" filling".repeat(random.nextInt(60)));
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
        lookups = new TermLookups(
                reader, new Lookups(reader), new Dictionaries(reader.leaves().size()));
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        directory.close();
    }

    /** The first letter as it is, the others for 0.7 of it. */
    private Query ours(String words) throws IOException {
        Map<String, Float> counts = new LinkedHashMap<>();
        for (char word : words.toCharArray()) {
            counts.put(String.valueOf(word), counts.isEmpty() ? 1f : 0.7f);
        }
        return lookups.anyOf("text", counts);
    }

    private static Query theirs(String words) {
        SynonymQuery.Builder any = new SynonymQuery.Builder("text");
        for (char word : words.toCharArray()) {
            any.addTerm(new BytesRef(String.valueOf(word)), word == words.charAt(0) ? 1f : 0.7f);
        }
        return any.build();
    }

    private void assertSame(Query ours, Query theirs, int most) throws IOException {
        assertThat(searcher.count(ours)).isEqualTo(searcher.count(theirs));
        ScoreDoc[] expected = best(theirs, most, Integer.MAX_VALUE);
        // Once scoring all, once skipping what cannot be among the best.
        assertSame(best(ours, most, Integer.MAX_VALUE), expected);
        assertSame(best(ours, most, most), expected);
    }

    private ScoreDoc[] best(Query query, int most, int counted) throws IOException {
        return searcher.search(query, new TopScoreDocCollectorManager(most, null, counted, false)).scoreDocs;
    }

    private static void assertSame(ScoreDoc[] actual, ScoreDoc[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i].doc).isEqualTo(expected[i].doc);
            assertThat(actual[i].score).isEqualTo(expected[i].score);
        }
    }

    @Test
    void oneWordAndSeveralAreFoundAndScoredAlike() throws IOException {
        for (String words : new String[] {"a", "e", "h", "ba", "ehg", "hfdb", "hz", "z"}) {
            assertSame(ours(words), theirs(words), 50);
            assertSame(ours(words), theirs(words), DOCUMENTS);
        }
    }

    @Test
    void soTheyAreBesideOthers() throws IOException {
        for (Occur occur : new Occur[] {Occur.SHOULD, Occur.MUST}) {
            BooleanQuery.Builder ours = new BooleanQuery.Builder();
            BooleanQuery.Builder theirs = new BooleanQuery.Builder();
            for (String words : new String[] {"cb", "ged", "fh", "a"}) {
                ours.add(new BoostQuery(ours(words), 0.7f), occur);
                theirs.add(new BoostQuery(theirs(words), 0.7f), occur);
            }
            ours.add(ours("hgf"), Occur.SHOULD);
            theirs.add(theirs("hgf"), Occur.SHOULD);
            assertSame(ours.build(), theirs.build(), 20);
            assertSame(ours.build(), theirs.build(), 2_000);
        }
    }

    @Test
    void aFieldThatIsNowhereHasNothing() throws IOException {
        assertThat(searcher.count(lookups.anyOf("nowhere", Map.of("a", 1f)))).isZero();
    }

    @Test
    void equalAreThoseThatAskTheSame() throws IOException {
        assertThat(ours("ab")).isEqualTo(ours("ab")).isNotEqualTo(ours("ba")).hasSameHashCodeAs(ours("ab"));
    }
}
