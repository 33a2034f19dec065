package org.dharmic.vault.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** How text becomes words: as written (folded), or stemmed as English without the commonest words. */
final class Words extends Analyzer {

    private final boolean stemmed;

    private Words(boolean stemmed) {
        this.stemmed = stemmed;
    }

    static Words asWritten() {
        return new Words(false);
    }

    static Words stemmed() {
        return new Words(true);
    }

    /** The tokenizer takes {@code crown_jewel} for one word; people look for two. */
    static String apart(String text) {
        return text.replace('_', ' ');
    }

    /** A path or name as words. */
    static String ofName(String path) {
        return path.replace('_', ' ').replace('-', ' ').replace('/', ' ').replace('.', ' ');
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer source = new StandardTokenizer();
        TokenStream words = new EnglishPossessiveFilter(new FoldingFilter(source));
        return new TokenStreamComponents(
                source,
                stemmed ? new PorterStemFilter(new StopFilter(words, EnglishAnalyzer.ENGLISH_STOP_WORDS_SET)) : words);
    }

    /** The words of a text, position by position; each position holds a word and perhaps its other spelling. */
    List<List<String>> of(String text) {
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
