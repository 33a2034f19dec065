package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.CompiledAutomaton;

/**
 * Terms of the index that are a slip of the fingers away from what was typed. The first letter is mostly right, and with it the
 * search is many times faster.
 */
public final class Alike {

    private static final int FROM = 4;
    private static final int TWO_FROM = 8;
    private static final int MAX_WORDS = 12;
    private static final int MAX_NAMES = 8;
    private static final int MAX_LOOKED_AT = 200;

    private final DirectoryReader reader;

    public Alike(DirectoryReader reader) {
        this.reader = reader;
    }

    /** Words one letter away or, when there is none and the word is long, two; the commonest first. */
    public List<String> words(String word) throws IOException {
        if (word.length() < FROM) {
            return List.of();
        }
        for (int edits = 1; edits <= (word.length() >= TWO_FROM ? 2 : 1); edits++) {
            CompiledAutomaton near = FuzzyQuery.getFuzzyAutomaton(word, edits, 1, true);
            Map<String, Integer> found = new HashMap<>();
            for (String field : List.of(Fields.TEXT, Fields.TITLE, Fields.NAME)) {
                for (LeafReaderContext leaf : reader.leaves()) {
                    Terms terms = leaf.reader().terms(field);
                    if (terms != null) {
                        take(near.getTermsEnum(terms), found);
                    }
                }
            }
            found.remove(word);
            if (!found.isEmpty()) {
                return commonest(found, MAX_WORDS);
            }
        }
        return List.of();
    }

    private static void take(TermsEnum near, Map<String, Integer> found) throws IOException {
        int looked = 0;
        for (BytesRef term = near.next(); term != null && ++looked <= MAX_LOOKED_AT; term = near.next()) {
            found.merge(term.utf8ToString(), near.docFreq(), Integer::sum);
        }
    }

    /**
     * Titles and names of files, squashed, one slip away; with other digits it is another name. There are few beside the
     * words of the text, so they are gone through: an automaton for a long name takes longer to make.
     */
    public List<String> names(String squashed) throws IOException {
        if (squashed.length() < FROM) {
            return List.of();
        }
        BytesRef typed = new BytesRef(squashed);
        Map<String, Integer> found = new HashMap<>();
        for (LeafReaderContext leaf : reader.leaves()) {
            Terms terms = leaf.reader().terms(Fields.WHOLE);
            TermsEnum names = terms == null ? TermsEnum.EMPTY : terms.iterator();
            if (names.seekCeil(new BytesRef(typed.bytes, typed.offset, 1)) == TermsEnum.SeekStatus.END) {
                continue;
            }
            for (BytesRef name = names.term();
                    name != null && name.bytes[name.offset] == typed.bytes[typed.offset];
                    name = names.next()) {
                if (isOneSlip(typed, name)) {
                    found.merge(name.utf8ToString(), names.docFreq(), Integer::sum);
                }
            }
        }
        return commonest(found, MAX_NAMES);
    }

    /** One letter more, less or other, or two exchanged, and none of them a digit; bytes stand for letters here. */
    static boolean isOneSlip(BytesRef one, BytesRef other) {
        if (Math.abs(one.length - other.length) > 1) {
            return false;
        }
        int least = Math.min(one.length, other.length);
        int start = 0;
        while (start < least && one.bytes[one.offset + start] == other.bytes[other.offset + start]) {
            start++;
        }
        int end = 0;
        while (end < least - start && fromEnd(one, end) == fromEnd(other, end)) {
            end++;
        }
        int inOne = one.length - start - end;
        int inOther = other.length - start - end;
        boolean exchanged = inOne == 2
                && inOther == 2
                && one.bytes[one.offset + start] == other.bytes[other.offset + start + 1]
                && one.bytes[one.offset + start + 1] == other.bytes[other.offset + start];
        return (inOne + inOther > 0 && inOne <= 1 && inOther <= 1 || exchanged)
                && !hasDigit(one, start, inOne)
                && !hasDigit(other, start, inOther);
    }

    private static byte fromEnd(BytesRef text, int end) {
        return text.bytes[text.offset + text.length - 1 - end];
    }

    private static boolean hasDigit(BytesRef text, int start, int count) {
        for (int i = start; i < start + count; i++) {
            byte letter = text.bytes[text.offset + i];
            if (letter >= '0' && letter <= '9') {
                return true;
            }
        }
        return false;
    }

    private static List<String> commonest(Map<String, Integer> found, int most) {
        List<String> words = new ArrayList<>(found.keySet());
        words.sort(Comparator.comparing((String each) -> -found.get(each)).thenComparing(each -> each));
        return words.size() > most ? List.copyOf(words.subList(0, most)) : List.copyOf(words);
    }
}
