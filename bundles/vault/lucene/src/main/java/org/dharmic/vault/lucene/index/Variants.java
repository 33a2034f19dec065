package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.lucene.query.Words;

/**
 * The words of one state of the index that have the same stem. The text is indexed as written alone, and what a stem stands
 * for is looked up when somebody asks: that halves the index and the time to build it.
 */
public final class Variants {

    private static final int MAX = 12;
    /** So many words behind a short beginning are looked at in each segment. */
    private static final int MAX_LOOKED_AT = 400;
    /** Beyond it the cache begins anew; queries use the same few thousand words. */
    private static final int MAX_CACHED = 4_000;
    /** A stem this short is the beginning of too many words; what people mean has one of these ends. */
    private static final int SHORT = 3;

    private static final String[] ENDS = {
        "", "e", "s", "es", "ed", "d", "er", "ers", "ing", "ings", "ly", "y", "ies", "ied", "ment", "ness", "ful"
    };

    private final DirectoryReader reader;
    private final Words stems;
    private final Map<String, List<String>> cached = new ConcurrentHashMap<>();

    /** @param stems see {@link Words#stems()} */
    Variants(DirectoryReader reader, Words stems) {
        this.reader = reader;
        this.stems = stems;
    }

    boolean isOf(DirectoryReader other) {
        return reader == other;
    }

    /** The stem of a folded word. */
    public String stem(String word) {
        return stems.stemsOf(List.of(word)).get(0);
    }

    /** The commonest other words with the stem of a word; not the word itself. */
    public List<String> of(String word) throws IOException {
        String stem = stem(word);
        List<String> known = cached.get(stem);
        if (known == null) {
            known = find(stem);
            if (cached.size() >= MAX_CACHED) {
                cached.clear();
            }
            cached.put(stem, known);
        }
        return known.stream().filter(each -> !each.equals(word)).toList();
    }

    private List<String> find(String stem) throws IOException {
        Map<String, Integer> frequency = new HashMap<>();
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms terms = leaf.reader().terms(Fields.TEXT);
            if (terms != null) {
                TermsEnum words = terms.iterator();
                if (stem.length() > SHORT) {
                    range(words, beginning(stem), frequency);
                } else {
                    ends(words, stem, frequency);
                }
            }
        }
        List<String> candidates = new ArrayList<>(frequency.keySet());
        List<String> theirs = stems.stemsOf(candidates);
        List<String> same = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (theirs.get(i).equals(stem)) {
                same.add(candidates.get(i));
            }
        }
        same.sort(Comparator.comparing((String each) -> -frequency.get(each)).thenComparing(each -> each));
        return List.copyOf(same.size() > MAX ? same.subList(0, MAX) : same);
    }

    /** What the word and its stem have in common: the stem "happi" stands for "happy". */
    private static String beginning(String stem) {
        char last = stem.charAt(stem.length() - 1);
        return last == 'i' || last == 'l' ? stem.substring(0, stem.length() - 1) : stem;
    }

    private static void range(TermsEnum words, String beginning, Map<String, Integer> frequency) throws IOException {
        BytesRef from = new BytesRef(beginning);
        if (words.seekCeil(from) == TermsEnum.SeekStatus.END) {
            return;
        }
        int looked = 0;
        for (BytesRef word = words.term(); word != null && startsWith(word, from); word = words.next()) {
            if (++looked > MAX_LOOKED_AT) {
                return;
            }
            // The longest ending that a stem loses is that of "-ationally".
            if (word.length <= from.length + 11) {
                frequency.merge(word.utf8ToString(), words.docFreq(), Integer::sum);
            }
        }
    }

    private static boolean startsWith(BytesRef word, BytesRef beginning) {
        if (word.length < beginning.length) {
            return false;
        }
        for (int i = 0; i < beginning.length; i++) {
            if (word.bytes[word.offset + i] != beginning.bytes[beginning.offset + i]) {
                return false;
            }
        }
        return true;
    }

    private static void ends(TermsEnum words, String stem, Map<String, Integer> frequency) throws IOException {
        String doubled = stem.isEmpty() ? stem : stem + stem.charAt(stem.length() - 1);
        String base = stem.endsWith("i") ? stem.substring(0, stem.length() - 1) : stem;
        for (String beginning : new String[] {base, doubled}) {
            for (String end : ENDS) {
                if (words.seekExact(new BytesRef(beginning + end))) {
                    frequency.merge(beginning + end, words.docFreq(), Integer::sum);
                }
            }
        }
    }
}
