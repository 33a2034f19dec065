package org.dharmic.vault.lucene.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Collector;
import org.apache.lucene.search.FilterScorable;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;

/**
 * Counts the files of which passages are found, up to a bound. As long as it counts, what finds the best passages must not let
 * others be skipped.
 */
final class FilesCounted implements Collector {

    private final Collector best;
    private final long most;
    private long files;

    /** @param best must want all matches as long as nothing else can be said */
    FilesCounted(Collector best, long most) {
        this.best = best;
        this.most = most;
    }

    long files() {
        return files;
    }

    @Override
    public ScoreMode scoreMode() {
        return best.scoreMode();
    }

    @Override
    public LeafCollector getLeafCollector(LeafReaderContext leaf) throws IOException {
        LeafCollector inLeaf = best.getLeafCollector(leaf);
        PostingsEnum ends = leaf.reader().postings(new Term(Fields.KIND, Fields.FILE), PostingsEnum.NONE);
        return ends == null ? inLeaf : new OfLeaf(inLeaf, ends);
    }

    private final class OfLeaf implements LeafCollector {
        private final LeafCollector best;
        private final PostingsEnum ends;
        private NotYet scorer;
        private int counted = -1;

        OfLeaf(LeafCollector best, PostingsEnum ends) {
            this.best = best;
            this.ends = ends;
        }

        @Override
        public void setScorer(Scorable scores) throws IOException {
            scorer = new NotYet(scores);
            best.setScorer(scorer);
        }

        @Override
        public void collect(int doc) throws IOException {
            if (doc > counted && files < most) {
                count(doc);
            }
            best.collect(doc);
        }

        private void count(int doc) throws IOException {
            int file = ends.docID() < doc ? ends.advance(doc) : ends.docID();
            if (doc < file) {
                counted = file;
                files++;
                if (files == most) {
                    scorer.say();
                }
            }
        }
    }

    /** Keeps to itself which scores still count, until all is counted. */
    private final class NotYet extends FilterScorable {
        private float least;

        NotYet(Scorable scores) {
            super(scores);
        }

        @Override
        public void setMinCompetitiveScore(float score) throws IOException {
            least = score;
            if (files >= most) {
                say();
            }
        }

        void say() throws IOException {
            in.setMinCompetitiveScore(least);
        }
    }
}
