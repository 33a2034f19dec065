package org.dharmic.vault.lucene.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.ScoreMode;
import org.dharmic.vault.lucene.index.Matches;
import org.dharmic.vault.lucene.index.View;
import org.dharmic.vault.lucene.search.PassageQuery.Said;

/**
 * What passages say beyond the title of their file. Words that title or name have are true of every passage: by them the first,
 * which mostly repeats the title, would be the best wherever the answer stands. Files and passages are asked about in their
 * order.
 */
final class OwnWords {

    /** A word, as it is looked for in one file after the other; {@code called} is null when no file is called so. */
    private record Word(Matches passages, Matches called) {}

    private final View view;
    private final List<Said> said;
    private final List<Word> words = new ArrayList<>();
    private final List<Word> others = new ArrayList<>();

    OwnWords(View view, List<Said> said) {
        this.view = view;
        this.said = said;
    }

    /** Turns to a file: true when its title has some of the words and lacks others, so that these tell its passages apart. */
    boolean tellApart(int file) throws IOException {
        if (said.size() < 2) {
            return false;
        }
        if (words.isEmpty()) {
            open();
        }
        others.clear();
        for (Word word : words) {
            if (word.called() == null || !word.called().at(file)) {
                others.add(word);
            }
        }
        return !others.isEmpty() && others.size() < words.size();
    }

    private void open() throws IOException {
        for (Said each : said) {
            words.add(new Word(
                    new Matches(view, view.weight(each.passage(), ScoreMode.TOP_SCORES)),
                    each.called() == null
                            ? null
                            : new Matches(view, view.weight(each.called(), ScoreMode.TOP_SCORES))));
        }
    }

    /** What the words are worth to a passage that the title of its file lacks. */
    float score(int passage) throws IOException {
        float score = 0;
        for (Word word : others) {
            score += Math.max(0, word.passages().score(passage));
        }
        return score;
    }
}
