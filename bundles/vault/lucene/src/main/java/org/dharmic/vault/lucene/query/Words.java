package org.dharmic.vault.lucene.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** How text becomes words: as written (folded), stemmed as English without the commonest words, or both at one place. */
public final class Words extends Analyzer {

    private enum Form {
        AS_WRITTEN,
        STEMMED,
        WITH_STEMS,
        STEMS
    }

    private final Form form;

    private Words(Form form) {
        this.form = form;
    }

    public static Words asWritten() {
        return new Words(Form.AS_WRITTEN);
    }

    public static Words stemmed() {
        return new Words(Form.STEMMED);
    }

    /** Each word, and its stem beside it when that differs: for short texts, where it costs little. */
    public static Words withStems() {
        return new Words(Form.WITH_STEMS);
    }

    /** For {@link #stemsOf} alone: words that are words already. */
    public static Words stems() {
        return new Words(Form.STEMS);
    }

    /** The tokenizer takes {@code crown_jewel} for one word; people look for two. */
    public static String apart(String text) {
        return text.indexOf('_') < 0 ? text : text.replace('_', ' ');
    }

    /** A path or name as words. */
    public static String ofName(String path) {
        return path.replace('_', ' ').replace('-', ' ').replace('/', ' ').replace('.', ' ');
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        if (form == Form.STEMS) {
            Tokenizer given = new WhitespaceTokenizer();
            return new TokenStreamComponents(given, new PorterStemFilter(given));
        }
        Tokenizer source = new StandardTokenizer();
        TokenStream words = new EnglishPossessiveFilter(new FoldingFilter(source));
        return new TokenStreamComponents(
                source,
                switch (form) {
                    case AS_WRITTEN -> words;
                    case STEMMED, STEMS ->
                        new PorterStemFilter(new StopFilter(words, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET));
                    case WITH_STEMS ->
                        new RemoveDuplicatesTokenFilter(new PorterStemFilter(new KeywordRepeatFilter(words)));
                });
    }

    /** The stem of each folded word; the words themselves when one of them is longer than words are. */
    public List<String> stemsOf(List<String> words) {
        List<String> stems = new ArrayList<>(words.size());
        of(String.join(" ", words)).forEach(stems::addAll);
        return stems.size() == words.size() ? stems : words;
    }

    /** The words of a text, position by position; each position holds a word and perhaps its other spelling. */
    public List<List<String>> of(String text) {
        List<List<String>> positions = new ArrayList<>();
        try (TokenStream stream = tokenStream("", apart(text))) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                if (step.getPositionIncrement() > 0 || positions.isEmpty()) {
                    positions.add(new ArrayList<>(2));
                }
                positions.get(positions.size() - 1).add(term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return positions;
    }
}
