package org.dharmic.benchmarks.vault.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.highlight.Highlighter;
import org.apache.lucene.search.highlight.InvalidTokenOffsetsException;
import org.apache.lucene.search.highlight.QueryScorer;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.dharmic.benchmarks.vault.ask.Ask;
import org.dharmic.benchmarks.vault.ask.Place;

/**
 * Lucene as its introduction shows it: StandardAnalyzer, one document for each file, BM25, snippets by the highlighter from
 * the file's text. With a title boost, a word in the title counts three times beside the same word in the text.
 */
public final class PlainLucene implements Searcher {

    private static final String PATH = "path";
    private static final String TITLE = "title";
    private static final String BODY = "body";
    private static final String NAME = "name";
    private static final float TITLE_BOOST = 3f;
    private static final int RAM_BUFFER_MB = 64;

    private final Path vault;
    private final boolean titleBoost;
    private final Analyzer analyzer = new StandardAnalyzer();
    private final Directory directory;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    private PlainLucene(Path vault, Path folder, boolean titleBoost) throws IOException {
        this.vault = vault;
        this.titleBoost = titleBoost;
        directory = FSDirectory.open(folder);
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
        // The caches would answer a query that comes again; what is measured is the first time.
        searcher.setQueryCache(null);
    }

    /** Opens an index that was built. */
    public static PlainLucene open(Path vault, Path folder, boolean titleBoost) throws IOException {
        return new PlainLucene(vault, folder, titleBoost);
    }

    /** Builds with so many threads and commits. */
    public static void build(Path vault, List<String> files, Path folder, int threads) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer())
                .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
                .setRAMBufferSizeMB(RAM_BUFFER_MB);
        ForkJoinPool pool = new ForkJoinPool(threads);
        try (Directory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, config)) {
            pool.submit(() -> files.parallelStream().forEach(path -> add(writer, vault, path)))
                    .join();
            writer.commit();
        } finally {
            pool.shutdown();
        }
    }

    private static void add(IndexWriter writer, Path vault, String path) {
        try {
            NoteFile note = NoteFile.read(vault, path);
            Document document = new Document();
            document.add(new StringField(PATH, path, Field.Store.YES));
            document.add(new TextField(NAME, path.replaceAll("[/_.-]", " "), Field.Store.NO));
            document.add(new TextField(TITLE, note.title(), Field.Store.NO));
            document.add(new TextField(BODY, note.text(), Field.Store.NO));
            writer.addDocument(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return titleBoost ? "lucene_title_boost" : "lucene";
    }

    @Override
    public List<Place> search(Ask ask, int limit) {
        try {
            Query query = query(ask);
            StoredFields stored = searcher.storedFields();
            // Made for each query, as the highlighter keeps state.
            Highlighter highlighter = new Highlighter(new QueryScorer(query, BODY));
            List<Place> places = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
                String path = stored.document(hit.doc).get(PATH);
                String text = new String(Files.readAllBytes(vault.resolve(path)), StandardCharsets.UTF_8);
                highlighter.getBestFragments(analyzer, BODY, text, 2);
                places.add(Place.note(path));
            }
            return places;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidTokenOffsetsException e) {
            throw new IllegalStateException(e);
        }
    }

    private Query query(Ask ask) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        BooleanQuery.Builder ranking = new BooleanQuery.Builder();
        boolean ranks = false;
        for (Ask.Part part : ask.parts()) {
            Query query = part(part);
            switch (part.need()) {
                case MAY -> {
                    ranking.add(query, BooleanClause.Occur.SHOULD);
                    ranks = true;
                }
                case MUST -> all.add(query, BooleanClause.Occur.MUST);
                case NOT -> all.add(query, BooleanClause.Occur.MUST_NOT);
            }
        }
        if (ranks) {
            all.add(ranking.build(), BooleanClause.Occur.MUST);
        }
        return all.build();
    }

    private Query part(Ask.Part part) {
        return switch (part.field()) {
            case TITLE -> in(TITLE, part);
            case PATH -> in(NAME, part);
            case HEADING, TAG -> in(BODY, part);
            case ANY ->
                titleBoost
                        ? new BooleanQuery.Builder()
                                .add(in(BODY, part), BooleanClause.Occur.SHOULD)
                                .add(new BoostQuery(in(TITLE, part), TITLE_BOOST), BooleanClause.Occur.SHOULD)
                                .build()
                        : in(BODY, part);
        };
    }

    private Query in(String field, Ask.Part part) {
        List<String> words = words(part.text());
        return switch (part.form()) {
            case PREFIX -> new PrefixQuery(new Term(field, words.get(0)));
            case PHRASE -> new PhraseQuery(field, words.toArray(String[]::new));
            case WORD -> {
                BooleanQuery.Builder any = new BooleanQuery.Builder();
                words.forEach(word -> any.add(new TermQuery(new Term(field, word)), BooleanClause.Occur.SHOULD));
                yield any.build();
            }
        };
    }

    private List<String> words(String text) {
        List<String> words = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream(BODY, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                words.add(term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    @Override
    public void close() {
        try (directory;
                reader) {
            analyzer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
