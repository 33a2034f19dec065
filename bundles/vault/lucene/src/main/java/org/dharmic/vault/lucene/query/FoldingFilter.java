package org.dharmic.vault.lucene.query;

import java.io.IOException;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** Folds each word, and puts the spelled-out form at the same place when it differs. */
final class FoldingFilter extends TokenFilter {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute position = addAttribute(PositionIncrementAttribute.class);
    private State beside;
    private String spelled = "";

    FoldingFilter(TokenStream input) {
        super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
        if (beside != null) {
            restoreState(beside);
            beside = null;
            term.setEmpty().append(spelled);
            position.setPositionIncrement(0);
            return true;
        }
        if (!input.incrementToken()) {
            return false;
        }
        if (foldedInPlace()) {
            return true;
        }
        String word = term.toString();
        String plain = Fold.plain(word);
        spelled = Fold.spelled(word);
        if (!plain.isEmpty()) {
            term.setEmpty().append(plain);
        }
        if (!spelled.isEmpty() && !spelled.equals(plain)) {
            beside = captureState();
        }
        return true;
    }

    private boolean foldedInPlace() {
        char[] buffer = term.buffer();
        for (int i = 0; i < term.length(); i++) {
            char c = buffer[i];
            if (c >= 0x80) {
                return false;
            }
            if (c >= 'A' && c <= 'Z') {
                buffer[i] = (char) (c + 32);
            }
        }
        return true;
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        beside = null;
    }
}
