package org.dharmic.vault.lucene.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteArrayDataOutput;
import org.apache.lucene.util.BytesRef;
import org.dharmic.vault.lucene.markdown.Link;
import org.dharmic.vault.lucene.query.Words;

/**
 * The words of all links of a file, as one field: those of the n-th link stand at the places from n times {@link #STRIDE} on. So
 * the words say which link they belong to, and a vault with a million links has no document more.
 */
public final class LinkField extends TokenStream {

    /** Places for the words of one link; whoever calls a note by more words quotes it. */
    public static final int STRIDE = 16;

    /** Of one file; a list of links of a whole vault has no more to say. */
    static final int MAX_LINKS = 5_000;

    private record Placed(String word, int position) {}

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    private final List<Placed> words = new ArrayList<>();
    private final List<BytesRef> targets = new ArrayList<>();
    private final BytesRef leads;
    private int next;

    /** @param analysis with stems */
    LinkField(List<Link> links, Words analysis) {
        Map<BytesRef, Set<String>> byTarget = new TreeMap<>();
        int taken = 0;
        for (Link link : links) {
            if (taken < MAX_LINKS
                    && byTarget.computeIfAbsent(new BytesRef(link.target()), key -> new LinkedHashSet<>())
                            .add(link.words())) {
                taken++;
            }
        }
        byte[] numbers = new byte[taken * 5];
        ByteArrayDataOutput out = new ByteArrayDataOutput(numbers);
        int number = 0;
        for (Map.Entry<BytesRef, Set<String>> each : byTarget.entrySet()) {
            for (String text : each.getValue()) {
                place(text, number++, analysis);
                write(out, targets.size());
            }
            targets.add(each.getKey());
        }
        leads = new BytesRef(numbers, 0, out.getPosition());
    }

    private static void write(ByteArrayDataOutput out, int target) {
        try {
            out.writeVInt(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not fail
        }
    }

    private void place(String text, int number, Words analysis) {
        int place = number * STRIDE;
        for (List<String> spellings : analysis.of(text)) {
            for (String each : spellings) {
                words.add(new Placed(each, place));
            }
            if (++place % STRIDE == 0) {
                return;
            }
        }
    }

    /** For each link the number of its target. */
    BytesRef leads() {
        return leads;
    }

    /** The number of the target of one link of a file after the other, from what {@link #leads} wrote; they never fall. */
    public static final class Leads {
        private final ByteArrayDataInput numbers = new ByteArrayDataInput();

        /** Begins with the first link of another file. */
        public void of(BytesRef leads) {
            numbers.reset(leads.bytes, leads.offset, leads.length);
        }

        public int next() {
            return numbers.readVInt();
        }
    }

    /** Each once, in the order of their bytes, which is that of their numbers. */
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
