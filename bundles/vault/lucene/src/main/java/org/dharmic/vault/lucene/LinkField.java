package org.dharmic.vault.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.util.BytesRef;

/**
 * The words of all links of a file, as one field: those that lead to the n-th of its targets, in the order of the targets'
 * bytes, stand at the places from n times {@link #STRIDE} on. So the words say which target they belong to, and a vault with
 * a million links has no document more.
 */
final class LinkField extends TokenStream {

    /** Places for the words of one target. */
    static final int STRIDE = 64;

    /** Of one file; a list of links of a whole vault has no more to say. */
    private static final int MAX_TARGETS = 5_000;

    private record Placed(String word, int position) {}

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    private final List<Placed> words = new ArrayList<>();
    private final List<BytesRef> targets = new ArrayList<>();
    private int next;

    /** @param analysis with stems */
    LinkField(List<Link> links, Words analysis) {
        Map<BytesRef, List<Link>> byTarget = new TreeMap<>();
        for (Link link : links) {
            BytesRef target = new BytesRef(link.target());
            if (byTarget.size() < MAX_TARGETS || byTarget.containsKey(target)) {
                byTarget.computeIfAbsent(target, key -> new ArrayList<>()).add(link);
            }
        }
        byTarget.forEach((target, theirs) -> {
            place(theirs.stream().map(Link::words).distinct().toList(), analysis);
            targets.add(target);
        });
    }

    private void place(List<String> texts, Words analysis) {
        int first = targets.size() * STRIDE;
        int place = 0;
        for (String text : texts) {
            for (List<String> spellings : analysis.of(text)) {
                for (String each : spellings) {
                    words.add(new Placed(each, first + place));
                }
                if (++place == STRIDE) {
                    return; // whoever calls a note by more words than that quotes it
                }
            }
        }
    }

    /** In their order. */
    List<BytesRef> targets() {
        return targets;
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    @Override
    public boolean incrementToken() {
        if (next == words.size()) {
            return false;
        }
        clearAttributes();
        Placed word = words.get(next);
        term.append(word.word());
        step.setPositionIncrement(
                word.position() - (next == 0 ? -1 : words.get(next - 1).position()));
        next++;
        return true;
    }

    @Override
    public void reset() {
        next = 0;
    }
}
