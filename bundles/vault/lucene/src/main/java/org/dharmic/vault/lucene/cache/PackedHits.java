package org.dharmic.vault.lucene.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.dharmic.vault.Hit;

/**
 * Hits that are kept, in four arrays. An answer lives for seconds or minutes, and whoever collects garbage moves all its objects
 * several times meanwhile, while all searches stand still: as they come, hits are a hundred objects and twice the bytes.
 */
final class PackedHits {

    private static final int TEXTS = 5;

    /** All texts, one behind the other. They were read as UTF-8, and nothing is lost. */
    private final byte[] texts;
    /** Of the texts of each hit. */
    private final int[] lengths;
    /** The first and the last of each hit. */
    private final int[] lines;

    private final double[] scores;

    PackedHits(List<Hit> hits) {
        byte[][] each = new byte[hits.size() * TEXTS][];
        lengths = new int[hits.size() * TEXTS];
        lines = new int[hits.size() * 2];
        scores = new double[hits.size()];
        int count = 0;
        int all = 0;
        for (int i = 0; i < scores.length; i++) {
            Hit hit = hits.get(i);
            for (String text : List.of(hit.path(), hit.title(), hit.heading(), hit.snippet(), hit.contentHash())) {
                each[count] = text.getBytes(StandardCharsets.UTF_8);
                lengths[count] = each[count].length;
                all += lengths[count++];
            }
            lines[i * 2] = hit.firstLine();
            lines[i * 2 + 1] = hit.lastLine();
            scores[i] = hit.score();
        }
        texts = new byte[all];
        int at = 0;
        for (byte[] text : each) {
            System.arraycopy(text, 0, texts, at, text.length);
            at += text.length;
        }
    }

    List<Hit> hits() {
        List<Hit> hits = new ArrayList<>(scores.length);
        String[] each = new String[TEXTS];
        int at = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int text = 0; text < TEXTS; text++) {
                int length = lengths[i * TEXTS + text];
                each[text] = new String(texts, at, length, StandardCharsets.UTF_8);
                at += length;
            }
            hits.add(new Hit(each[0], each[1], each[2], each[3], lines[i * 2], lines[i * 2 + 1], each[4], scores[i]));
        }
        return hits;
    }
}
